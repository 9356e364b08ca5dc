package org.lsst.efd.connect.oracle.schema;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.lsst.efd.connect.oracle.dialect.CatalogColumn;
import org.lsst.efd.connect.oracle.table.TableMark;
import org.lsst.efd.connect.oracle.table.TableName;

/**
 * A table as the catalog describes it.
 *
 * @param columns by name, in the order of the table
 * @param mark what its comment says, if that is one of ours
 */
public record ExistingTable(TableName name, Map<String, CatalogColumn> columns, Optional<TableMark> mark) {
    public ExistingTable {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }
}
