package org.lsst.efd.connect.oracle.write;

import java.util.Map;
import java.util.Set;
import org.lsst.efd.connect.oracle.names.Identifiers;
import org.lsst.efd.connect.oracle.table.TableName;

/**
 * What only the database tells, and rows depend on.
 *
 * @param identifiers makes names as it takes them
 * @param wholeArrays source paths of the arrays that its tables keep whole, as their comments say; tables without any
 *     are not there
 */
public record DatabaseFacts(Identifiers identifiers, Map<TableName, Set<String>> wholeArrays) {
    public DatabaseFacts {
        wholeArrays = Map.copyOf(wholeArrays);
    }
}
