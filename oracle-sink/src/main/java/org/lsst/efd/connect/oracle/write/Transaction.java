package org.lsst.efd.connect.oracle.write;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.lsst.efd.connect.common.sink.Position;
import org.lsst.efd.connect.oracle.offsets.Opening;
import org.lsst.efd.connect.oracle.row.Row;
import org.lsst.efd.connect.oracle.table.TableName;
import org.lsst.efd.connect.oracle.table.TableSpec;

/**
 * What is to be written in one transaction, whatever the number of attempts: the batches, less the rows of partitions
 * that were closed and the rows that were reported as bad. Of the writer's thread.
 */
final class Transaction {
    private final List<UnitBatch> batches;
    private final Map<Opening, Position> positions = new HashMap<>();
    private final Map<TableName, TableSpec> specs = new LinkedHashMap<>();
    private final Map<TableName, List<Row>> rows = new LinkedHashMap<>();
    private final Map<TableName, Opening> pruners = new HashMap<>();
    private final Set<Row> reported = Collections.newSetFromMap(new IdentityHashMap<>());
    private final int rowCount;

    Transaction(List<UnitBatch> batches) {
        this.batches = List.copyOf(batches);
        int count = 0;
        for (UnitBatch batch : batches) {
            // of one partition the later batch is the later in the list
            positions.putAll(batch.positions());
            count += batch.rows();
            for (UnitBatch.TableBatch table : batch.tables()) {
                TableName name = table.spec().name();
                specs.put(name, table.spec());
                rows.computeIfAbsent(name, fresh -> new ArrayList<>()).addAll(table.rows());
            }
            remember(batch);
        }
        this.rowCount = count;
    }

    private void remember(UnitBatch batch) {
        batch.positions().keySet().stream()
                .filter(opening -> opening.partition().partition() == 0)
                .forEach(opening ->
                        batch.tables().forEach(table -> pruners.put(table.spec().name(), opening)));
    }

    List<TableSpec> specs() {
        return List.copyOf(specs.values());
    }

    /** Which opening says of each table that its partition 0 is ours. */
    Map<TableName, Opening> pruners() {
        return pruners;
    }

    int rowCount() {
        return rowCount;
    }

    boolean holdsAny(Set<Opening> openings) {
        return positions.keySet().stream().anyMatch(openings::contains);
    }

    /** The openings whose rows are still to be written, each with its position. */
    Map<Opening, Position> openPositions() {
        Map<Opening, Position> open = new HashMap<>();
        positions.forEach((opening, position) -> {
            if (!opening.isClosed()) {
                open.put(opening, position);
            }
        });
        return open;
    }

    /** The rows of a table, but for those of other openings and those reported. */
    List<Row> rows(TableSpec spec, Set<Opening> openings) {
        List<Row> all = rows.getOrDefault(spec.name(), List.of());
        if (reported.isEmpty() && openings.size() == positions.size()) {
            return all;
        }
        return all.stream()
                .filter(row -> !reported.contains(row) && openings.contains(row.opening()))
                .toList();
    }

    /** Leaves a row out of all attempts that follow: its report is durable. */
    void reported(Row row) {
        reported.add(row);
    }

    boolean hasReported() {
        return !reported.isEmpty();
    }

    /** Nothing of it needs to be kept any more. */
    void release() {
        batches.forEach(UnitBatch::release);
    }
}
