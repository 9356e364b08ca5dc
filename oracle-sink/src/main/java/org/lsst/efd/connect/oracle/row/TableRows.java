package org.lsst.efd.connect.oracle.row;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.fields.FieldSelection;
import org.lsst.efd.connect.common.fields.PlanCache;
import org.lsst.efd.connect.common.flatten.FlatPlan;
import org.lsst.efd.connect.common.flatten.Flattener;
import org.lsst.efd.connect.common.flatten.Handling;
import org.lsst.efd.connect.common.sink.OutgoingRecord;
import org.lsst.efd.connect.oracle.names.Identifiers;
import org.lsst.efd.connect.oracle.offsets.Opening;
import org.lsst.efd.connect.oracle.table.ColumnType;
import org.lsst.efd.connect.oracle.table.ValueKind;

/** Makes the rows of one table. Task thread only. */
final class TableRows {
    private static final int MICROS_DIGITS = 6;
    private static final int NANOS_DIGITS = 9;

    private final LogicalTable table;
    private final TableKey key;
    private final ColumnTypes types;
    private final Identifiers identifiers;
    private final Optional<Column> time;
    private final List<Column> coordinates;
    private final RowFiller filler;
    private final PlanCache<FlatPlan<LeafColumn>> keyPlans;
    private PlanCache<FlatPlan<LeafColumn>> valuePlans;
    private List<Column> keyColumns = List.of();

    TableRows(LogicalTable table, TableKey key, ValueRules values, ValueCounts counts, Identifiers identifiers) {
        this.table = table;
        this.key = key;
        this.types = new ColumnTypes(values, table.rules());
        this.identifiers = identifiers;
        this.time = table.rules().policy().timestampColumn().map(this::timeColumn);
        this.coordinates = key.isOfWindows() || table.rules().key().mode() != KeyMode.KAFKA
                ? List.of()
                : coordinateColumns(key.ownColumns());
        this.filler = new RowFiller(values, counts, emptyRow());
        this.keyPlans = new PlanCache<>(this::compileKey);
        this.valuePlans = new PlanCache<>(this::compileValue);
    }

    LogicalTable table() {
        return table;
    }

    boolean isOfWindows() {
        return key.isOfWindows();
    }

    private Row emptyRow() {
        SinkRecord none = new SinkRecord("", 0, null, null, null, null, 0);
        TopicPartition nowhere = new TopicPartition("", 0);
        return new Row(OutgoingRecord.passing(none, nowhere), new Opening(nowhere), RowOp.INSERT, 0, 0);
    }

    private Column timeColumn(String name) {
        int digits = table.rules().isTimeFine() ? NANOS_DIGITS : MICROS_DIGITS;
        return table.column(name, types.timestamp(digits), key.holds(name), "event time, UTC");
    }

    private List<Column> coordinateColumns(List<String> names) {
        int first = names.size() == TableKey.KAFKA_COLUMNS.size() ? 1 : 0;
        Column partition =
                table.column(names.get(first), ColumnType.of(ValueKind.INT32), true, "partition of the record");
        Column offset =
                table.column(names.get(first + 1), ColumnType.of(ValueKind.INT64), true, "offset of the record");
        return first == 0
                ? List.of(partition, offset)
                : List.of(
                        table.column(names.get(0), ColumnType.keyText(), true, "topic of the record"),
                        partition,
                        offset);
    }

    private Flattener flattener() {
        return table.rules()
                .flattener()
                .withArrays(handlingOf(table.rules().arrays()))
                .renaming(identifiers::of)
                .keepingWhole(table.wholeArrays());
    }

    private static Handling handlingOf(ArrayForm form) {
        return switch (form) {
            case FLATTEN -> Handling.FLATTEN;
            case NATIVE, JSON, BINARY -> Handling.WHOLE;
            case SKIP -> Handling.SKIP;
        };
    }

    private FlatPlan<LeafColumn> compileValue(String topic, @Nullable Schema schema) {
        try {
            return flattener().plan(topic, schema, new ValueColumns(table, types, key));
        } finally {
            keyColumns = List.of();
        }
    }

    private FlatPlan<LeafColumn> compileKey(String topic, @Nullable Schema schema) {
        KeyRules rules = table.rules().key();
        boolean isPrimitive = schema != null && schema.type().isPrimitive();
        if (isPrimitive && rules.fields().size() != 1) {
            throw new DataException("the record key is a single value: pk.fields must give it one name");
        }
        if (!isPrimitive && schema != null && schema.type() != Schema.Type.STRUCT) {
            throw new DataException("the record key is neither a single value nor a struct");
        }
        keyColumns = List.of();
        return table.rules()
                .flattener()
                .withArrays(Handling.SKIP)
                .selecting(FieldSelection.all())
                .renaming(name -> identifiers.of(isPrimitive ? rules.fields().get(0) : name))
                .keepingWhole(Set.of())
                .plan(
                        topic,
                        schema,
                        leaf -> new LeafColumn(
                                isPrimitive
                                                || rules.fields().isEmpty()
                                                || rules.fields().contains(leaf.sourcePath())
                                        ? table.column(
                                                leaf.name(), types.of(leaf, true), true, "(key " + leaf.path() + ")")
                                        : null,
                                leaf.path(),
                                leaf.kind(),
                                leaf.schema(),
                                ColumnTypes.nanosPerUnit(leaf)));
    }

    /**
     * The row of a record.
     *
     * @throws DataException if it can never be written
     */
    Row rowOf(OutgoingRecord record, Opening opening) {
        try {
            return encode(record, opening);
        } catch (LongArrayFound found) {
            table.keepWhole(found.sourcePath());
            valuePlans = new PlanCache<>(this::compileValue);
            return rowOf(record, opening);
        }
    }

    private Row encode(OutgoingRecord outgoing, Opening opening) {
        SinkRecord record = outgoing.record();
        Row row = new Row(outgoing, opening, op(outgoing), table.columnCount(), table.objectCount());
        filler.begin(row);
        if (table.rules().key().mode() == KeyMode.RECORD_KEY && !key.isOfWindows()) {
            keyPlans.planFor(record.topic(), record.keySchema()).write(record.key(), filler);
        }
        if (row.op() != RowOp.DELETE) {
            setTime(row, outgoing);
            setCoordinates(row, outgoing.source());
            valuePlans.planFor(record.topic(), record.valueSchema()).write(record.value(), filler);
        }
        requireKey(row);
        return row;
    }

    private RowOp op(OutgoingRecord outgoing) {
        if (key.isOfWindows()) {
            return RowOp.UPSERT;
        }
        return outgoing.record().value() == null
                ? RowOp.DELETE
                : table.rules().mode().op();
    }

    private void setTime(Row row, OutgoingRecord outgoing) {
        if (time.isPresent()) {
            long ns = outgoing.window() != null
                    ? outgoing.window().timeNs()
                    : table.rules().time().eventTimeNs(outgoing.record());
            Column column = time.get();
            row.setTimeNs(ns);
            row.setNumber(column, RowTime.rounded(ns, column.type().size()));
        }
    }

    private void setCoordinates(Row row, SinkRecord source) {
        if (coordinates.isEmpty()) {
            return;
        }
        int at = 0;
        if (coordinates.size() == TableKey.KAFKA_COLUMNS.size()) {
            row.setObject(coordinates.get(at++), source.originalTopic());
        }
        row.setNumber(coordinates.get(at++), source.originalKafkaPartition());
        row.setNumber(coordinates.get(at), source.originalKafkaOffset());
    }

    private void requireKey(Row row) {
        if (keyColumns.isEmpty()) {
            keyColumns = table.keyColumns();
        }
        if (keyColumns.isEmpty() && row.op() != RowOp.INSERT) {
            throw new DataException("the record has no key, and " + row.op() + " needs one");
        }
        for (Column column : keyColumns) {
            if (!row.has(column.index())) {
                throw new DataException("column " + column.name() + " of the key of table " + table.name()
                        + " is absent or null in the record");
            }
        }
    }
}
