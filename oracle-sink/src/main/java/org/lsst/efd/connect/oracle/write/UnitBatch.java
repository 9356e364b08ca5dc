package org.lsst.efd.connect.oracle.write;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.lsst.efd.connect.common.custody.CustodyBatch;
import org.lsst.efd.connect.common.sink.Position;
import org.lsst.efd.connect.oracle.offsets.Opening;
import org.lsst.efd.connect.oracle.row.Row;
import org.lsst.efd.connect.oracle.table.TableSpec;

/**
 * Rows of tables that common partitions feed, up to a position of each: written in one transaction. Immutable.
 *
 * @param tables the rows of each table, in the order of arrival
 * @param positions where each partition stands when the rows are durable
 * @param custody to be released when they are
 */
public record UnitBatch(
        List<TableBatch> tables, Map<Opening, Position> positions, List<CustodyBatch> custody, int rows, long bytes) {
    public UnitBatch {
        tables = List.copyOf(tables);
        positions = Map.copyOf(positions);
        custody = List.copyOf(custody);
    }

    /** The rows of one table. */
    public record TableBatch(TableSpec spec, List<Row> rows) {
        public TableBatch {
            rows = List.copyOf(rows);
        }
    }

    boolean holdsAny(Set<Opening> openings) {
        return positions.keySet().stream().anyMatch(openings::contains);
    }

    void release() {
        custody.forEach(CustodyBatch::release);
    }
}
