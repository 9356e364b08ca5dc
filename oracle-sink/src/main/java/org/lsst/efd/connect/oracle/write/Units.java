package org.lsst.efd.connect.oracle.write;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.lsst.efd.connect.common.custody.Custody;
import org.lsst.efd.connect.common.custody.CustodyBatch;
import org.lsst.efd.connect.common.sink.OutgoingRecord;
import org.lsst.efd.connect.common.sink.Position;
import org.lsst.efd.connect.oracle.offsets.Opening;
import org.lsst.efd.connect.oracle.row.BatchLimits;
import org.lsst.efd.connect.oracle.row.LogicalTable;
import org.lsst.efd.connect.oracle.row.Row;

/**
 * The rows that wait for their batch, by unit: the tables that common partitions feed. Normally a unit is one table. A
 * partition that feeds a further table joins the units of both. Task thread only.
 */
public final class Units {
    private final Custody custody;
    private final Map<LogicalTable, Unit> byTable = new HashMap<>();
    private final Map<TopicPartition, Unit> byPartition = new HashMap<>();
    private final Set<Unit> filled = new LinkedHashSet<>();

    public Units(Custody custody) {
        this.custody = custody;
    }

    /** Rows of a unit, since its last batch. */
    private static final class Unit {
        private final Set<LogicalTable> tables = new HashSet<>();
        private final Set<TopicPartition> partitions = new HashSet<>();
        private final Map<LogicalTable, List<Row>> rows = new LinkedHashMap<>();
        private final Map<Opening, Position> positions = new HashMap<>();
        private final List<CustodyBatch> custody = new ArrayList<>();
        private int rowCount;
        private long bytes;
        private long dueMs = Long.MAX_VALUE;
        private boolean isFull;

        private void clear() {
            rows.clear();
            positions.clear();
            custody.clear();
            rowCount = 0;
            bytes = 0;
            dueMs = Long.MAX_VALUE;
            isFull = false;
        }
    }

    /** Takes custody of a row. */
    public void add(LogicalTable table, Row row, long retainedBytes, long nowMs) {
        OutgoingRecord record = row.record();
        Unit unit = unitOf(table, record.partition());
        if (unit.custody.isEmpty()) {
            unit.custody.add(custody.newBatch());
        }
        unit.custody.get(0).add(record, retainedBytes);
        List<Row> rows = unit.rows.computeIfAbsent(table, fresh -> new ArrayList<>());
        rows.add(row);
        unit.positions.put(row.opening(), new Position(record.nextNeededOffset(), record.toldOffset()));
        unit.rowCount++;
        unit.bytes += retainedBytes;
        BatchLimits limits = table.limits();
        unit.dueMs = Math.min(unit.dueMs, nowMs + limits.linger().toMillis());
        unit.isFull |= rows.size() >= limits.rows() || unit.bytes >= limits.bytes();
        filled.add(unit);
    }

    private Unit unitOf(LogicalTable table, TopicPartition partition) {
        Unit ofTable = byTable.get(table);
        Unit ofPartition = byPartition.get(partition);
        if (ofTable != null && ofTable == ofPartition) {
            return ofTable;
        }
        Unit unit = ofTable != null ? ofTable : ofPartition != null ? ofPartition : new Unit();
        if (ofPartition != null && ofPartition != unit) {
            join(unit, ofPartition);
        }
        unit.tables.add(table);
        unit.partitions.add(partition);
        byTable.put(table, unit);
        byPartition.put(partition, unit);
        return unit;
    }

    /** Tables and partitions of two units are not common, so the order of their rows does not matter. */
    private void join(Unit into, Unit from) {
        from.tables.forEach(table -> byTable.put(table, into));
        from.partitions.forEach(partition -> byPartition.put(partition, into));
        into.tables.addAll(from.tables);
        into.partitions.addAll(from.partitions);
        from.rows.forEach((table, rows) -> into.rows.put(table, rows));
        into.positions.putAll(from.positions);
        into.custody.addAll(from.custody);
        into.rowCount += from.rowCount;
        into.bytes += from.bytes;
        into.dueMs = Math.min(into.dueMs, from.dueMs);
        into.isFull |= from.isFull;
        filled.remove(from);
    }

    /** The batches that are due. */
    public List<UnitBatch> takeDue(long nowMs) {
        List<UnitBatch> due = new ArrayList<>();
        filled.removeIf(unit -> {
            boolean isDue = unit.isFull || unit.dueMs <= nowMs;
            if (isDue) {
                due.add(take(unit));
            }
            return isDue;
        });
        return due;
    }

    /** All that waits. */
    public List<UnitBatch> takeAll() {
        List<UnitBatch> taken = filled.stream().map(Units::take).toList();
        filled.clear();
        return taken;
    }

    /** Bytes of what waits. */
    public long bytes() {
        return filled.stream().mapToLong(unit -> unit.bytes).sum();
    }

    /** All that waits in the units of these partitions. */
    public List<UnitBatch> takeOf(Collection<TopicPartition> partitions) {
        List<UnitBatch> taken = new ArrayList<>();
        filled.removeIf(unit -> {
            boolean isTaken = unit.partitions.stream().anyMatch(partitions::contains);
            if (isTaken) {
                taken.add(take(unit));
            }
            return isTaken;
        });
        return taken;
    }

    private static UnitBatch take(Unit unit) {
        List<UnitBatch.TableBatch> tables = new ArrayList<>();
        unit.rows.forEach((table, rows) -> tables.add(new UnitBatch.TableBatch(table.spec(), rows)));
        UnitBatch batch = new UnitBatch(tables, unit.positions, unit.custody, unit.rowCount, unit.bytes);
        unit.clear();
        return batch;
    }

    /** Forgets what waits of a partition. */
    public void drop(TopicPartition partition) {
        Unit unit = byPartition.get(partition);
        if (unit == null || unit.rowCount == 0) {
            return;
        }
        unit.rows
                .values()
                .forEach(rows -> rows.removeIf(row -> row.record().partition().equals(partition)));
        unit.rows.values().removeIf(List::isEmpty);
        unit.positions.keySet().removeIf(opening -> opening.partition().equals(partition));
        unit.rowCount = unit.rows.values().stream().mapToInt(List::size).sum();
        if (unit.rowCount == 0) {
            unit.custody.forEach(CustodyBatch::release);
            unit.clear();
            filled.remove(unit);
        }
    }

    /** When the next batch is due; {@link Long#MAX_VALUE} if nothing waits. */
    public long nextDueMs() {
        long next = Long.MAX_VALUE;
        for (Unit unit : filled) {
            next = Math.min(next, unit.isFull ? 0 : unit.dueMs);
        }
        return next;
    }
}
