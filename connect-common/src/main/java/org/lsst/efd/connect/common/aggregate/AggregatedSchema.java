package org.lsst.efd.connect.common.aggregate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.aggregate.AggregateRules.FieldName;
import org.lsst.efd.window.ClosedWindow;
import org.lsst.efd.window.statistics.Statistic;
import org.lsst.efd.window.statistics.Summary;

/**
 * The value schema of the windows of one record layout, and how their statistics fill it.
 *
 * <p>Fields: {@code time} and {@code window_size} in seconds, {@code count}, the group fields, then for each column in
 * source order each statistic in configured order. Array elements are told as one array per statistic.
 */
final class AggregatedSchema {
    private final Schema schema;
    private final List<Cell> cells = new ArrayList<>();
    private final Map<String, String> sourceByName = new HashMap<>();

    /** One statistic of one column. */
    private record Cell(Field field, SourceColumn.Aggregated column, int statistic, boolean isCount) {}

    /** The same while the schema has not been built. */
    private record PlannedCell(String field, SourceColumn.Aggregated column, int statistic, boolean isCount) {}

    /**
     * Builds the schema.
     *
     * @param groupSchemas of the group fields, null for those that no record had
     * @throws DataException if two fields would have the same name; the message names both
     */
    AggregatedSchema(String topic, RecordLayout layout, AggregateRules rules, List<@Nullable Schema> groupSchemas) {
        SchemaBuilder builder = SchemaBuilder.struct().name(schemaName(topic, layout.source(), rules));
        String sourceDoc = layout.source().doc();
        builder.doc("Statistics of " + (sourceDoc == null ? topic : sourceDoc))
                .parameter("window.size.ms", Long.toString(rules.grid().sizeMs()))
                .parameter("source.topic", topic);
        add(builder, "time", "the window", timeSchema("Middle of the window, UTC"));
        add(builder, "window_size", "the window", timeSchema("Length of the window"));
        add(
                builder,
                "count",
                "the window",
                count("Number of records in the window").build());
        addGroups(builder, rules, groupSchemas);
        List<PlannedCell> planned = new ArrayList<>();
        for (SourceColumn.Aggregated column : layout.columns()) {
            for (int i = 0; i < rules.statistics().wanted().size(); i++) {
                planned.add(planCell(builder, column, rules, i));
            }
        }
        this.schema = builder.build();
        planned.forEach(
                cell -> cells.add(new Cell(schema.field(cell.field), cell.column, cell.statistic, cell.isCount)));
    }

    private static String schemaName(String topic, Schema source, AggregateRules rules) {
        return rules.names().schema().expand(source.name() == null ? topic : source.name());
    }

    private static Schema timeSchema(String doc) {
        return SchemaBuilder.float64()
                .doc(doc)
                .parameter("units", "s")
                .parameter("description", doc)
                .build();
    }

    private static SchemaBuilder count(String doc) {
        return SchemaBuilder.int64().doc(doc).parameter("description", doc);
    }

    private void addGroups(SchemaBuilder builder, AggregateRules rules, List<@Nullable Schema> groupSchemas) {
        for (int i = 0; i < groupSchemas.size(); i++) {
            GroupField field = rules.groups().fields().get(i);
            @Nullable Schema groupSchema = groupSchemas.get(i);
            claim(field.outputName(), field.toString());
            if (groupSchema != null) {
                builder.field(field.outputName(), groupSchema);
            }
        }
    }

    private PlannedCell planCell(
            SchemaBuilder builder, SourceColumn.Aggregated column, AggregateRules rules, int index) {
        Statistic statistic = rules.statistics().wanted().get(index);
        String name = rules.names()
                .field()
                .expand(new FieldName(statistic.fieldName(), column.origin().name()));
        boolean isCount = statistic.kind() == Statistic.Kind.COUNT;
        add(builder, name, column.origin().path(), cellSchema(column, statistic, isCount));
        return new PlannedCell(name, column, index, isCount);
    }

    private static Schema cellSchema(SourceColumn.Aggregated column, Statistic statistic, boolean isCount) {
        Schema number = isCount ? Schema.OPTIONAL_INT64_SCHEMA : Schema.OPTIONAL_FLOAT64_SCHEMA;
        SchemaBuilder builder = column instanceof SourceColumn.Elements
                ? SchemaBuilder.array(number)
                : isCount ? SchemaBuilder.int64() : SchemaBuilder.float64();
        SourceColumn.Origin origin = column.origin();
        String doc = statistic.name() + " of " + origin.description().orElse(origin.path());
        builder.optional().defaultValue(null).doc(doc);
        if (!isCount && origin.units().isPresent()) {
            String units = origin.units().get();
            builder.parameter("units", statistic.kind() == Statistic.Kind.VARIANCE ? squared(units) : units);
        }
        return builder.parameter("description", doc)
                .parameter("statistic", statistic.name())
                .parameter("source.field", origin.path())
                .build();
    }

    private static String squared(String units) {
        boolean isOneWord = units.chars().allMatch(Character::isLetter);
        return isOneWord ? units + "^2" : "(" + units + ")^2";
    }

    private void add(SchemaBuilder builder, String name, String source, Schema field) {
        claim(name, source);
        builder.field(name, field);
    }

    private void claim(String name, String source) {
        @Nullable String other = sourceByName.putIfAbsent(name, source);
        if (other != null) {
            throw new DataException("fields " + other + " and " + source + " would both be " + name
                    + " in the aggregate; rename one with fields.rename or leave it out with fields.exclude");
        }
    }

    Schema schema() {
        return schema;
    }

    /** The window as a value of this schema, its group fields still empty. */
    Struct tell(ClosedWindow<Group> window) {
        Summary summary = window.summary();
        Struct value = new Struct(schema);
        value.put("time", midpointSeconds(window));
        value.put("window_size", (window.endMs() - window.startMs()) / 1e3);
        value.put("count", summary.records());
        for (Cell cell : cells) {
            value.put(cell.field, valueOf(cell, summary));
        }
        return value;
    }

    private static double midpointSeconds(ClosedWindow<Group> window) {
        return (window.startMs() + (window.endMs() - window.startMs()) / 2.0) / 1e3;
    }

    private static @Nullable Object valueOf(Cell cell, Summary summary) {
        if (cell.column instanceof SourceColumn.Scalar scalar) {
            return number(cell, summary, scalar.column());
        }
        if (cell.column instanceof SourceColumn.Pooled pooled) {
            return number(cell, summary, pooled.column());
        }
        TopicColumns.Elements columns = ((SourceColumn.Elements) cell.column).columns();
        int length = seenLength(columns, summary);
        if (length == 0) {
            return null;
        }
        List<@Nullable Object> numbers = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            numbers.add(number(cell, summary, columns.at(i)));
        }
        return numbers;
    }

    private static @Nullable Object number(Cell cell, Summary summary, int column) {
        boolean isKnown = summary.has(column, cell.statistic);
        if (cell.isCount) {
            return isKnown ? (long) summary.value(column, cell.statistic) : 0L;
        }
        return isKnown ? summary.value(column, cell.statistic) : null;
    }

    /** The longest array in the window. */
    private static int seenLength(TopicColumns.Elements columns, Summary summary) {
        int length = columns.length();
        while (length > 0 && !summary.hasColumn(columns.at(length - 1))) {
            length--;
        }
        return length;
    }

    /** How many columns of the window have no place here. */
    int droppedColumns(Summary summary) {
        int told = 0;
        @Nullable SourceColumn previous = null;
        for (Cell cell : cells) {
            if (cell.column != previous) {
                told += seenColumns(cell.column, summary);
                previous = cell.column;
            }
        }
        return summary.columns() - told;
    }

    private static int seenColumns(SourceColumn.Aggregated column, Summary summary) {
        if (column instanceof SourceColumn.Elements elements) {
            int seen = 0;
            for (int i = 0; i < elements.columns().length(); i++) {
                seen += summary.hasColumn(elements.columns().at(i)) ? 1 : 0;
            }
            return seen;
        }
        int number = column instanceof SourceColumn.Scalar scalar
                ? scalar.column()
                : ((SourceColumn.Pooled) column).column();
        return summary.hasColumn(number) ? 1 : 0;
    }
}
