package org.lsst.efd.connect.oracle.dialect;

import java.util.List;
import org.lsst.efd.connect.oracle.table.ColumnSpec;
import org.lsst.efd.connect.oracle.table.TableName;
import org.lsst.efd.connect.oracle.table.TablePolicy;

/**
 * A table to make.
 *
 * @param key names of the columns of the primary key, in its order; empty for none
 * @param keyName name of the constraint
 */
public record NewTable(
        TableName name,
        List<ColumnSpec> columns,
        List<String> key,
        String keyName,
        String comment,
        TablePolicy policy) {}
