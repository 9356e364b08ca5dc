package org.lsst.efd.connect.oracle.offsets;

import java.util.List;
import java.util.Optional;
import org.lsst.efd.connect.oracle.dialect.Dialect;
import org.lsst.efd.connect.oracle.names.Identifiers;
import org.lsst.efd.connect.oracle.table.TableName;

/** The statements on positions, for checks of them. */
public final class OffsetsStatements {
    private OffsetsStatements() {}

    public static List<String> of(Dialect dialect, Identifiers identifiers, int pairs) {
        TableName name = new TableName(Optional.empty(), identifiers.of("EFD_CONNECT_OFFSETS"));
        return new OffsetsTable(dialect, identifiers, name, "sink").statements(pairs);
    }
}
