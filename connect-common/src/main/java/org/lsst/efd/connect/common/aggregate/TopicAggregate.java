package org.lsst.efd.connect.common.aggregate;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.fields.PlanCache;
import org.lsst.efd.window.ClosedWindow;
import org.lsst.efd.window.OpenWindows;
import org.lsst.efd.window.statistics.Row;
import org.lsst.efd.window.statistics.SamplePool;

/**
 * How the records of one topic become rows of numbers, and its closed windows records.
 *
 * <ol>
 *   <li>Columns are matched by name, whatever schema a record has; a change of schema cuts no window.
 *   <li>A window is told with the newest schema among its records: the one with the greatest version, or the last seen
 *       where versions are equal or unknown.
 *   <li>Names are checked when a schema is first seen: a record whose fields would collide is bad, and no window is ever
 *       refused when it is told.
 * </ol>
 *
 * <p>Not thread-safe.
 */
public final class TopicAggregate {
    private static final String WINDOW_START = "window_start";

    private final String topic;
    private final AggregateRules rules;
    private final Clock clock;
    private final String aggregatedTopic;

    private final TopicColumns columns = new TopicColumns();
    private final List<RecordLayout> layouts = new ArrayList<>();
    private final PlanCache<RecordLayout> layoutBySchema;
    private final Map<RecordLayout, Output> outputs = new HashMap<>();
    private final GroupSchemas groupSchemas;

    private final Row row = new Row();
    private final RowFiller filler = new RowFiller(row);

    /** What the windows of one layout are told as. */
    private record Output(AggregatedSchema schema, @Nullable FlatOutput flat, @Nullable Schema keySchema) {}

    /** Knows no schema yet; {@code clock} serves {@code record.timestamp=now}. */
    public TopicAggregate(String topic, AggregateRules rules, Clock clock) {
        this.topic = topic;
        this.rules = rules;
        this.clock = clock;
        this.aggregatedTopic = rules.aggregatedTopic(topic);
        this.groupSchemas = new GroupSchemas(topic, rules.groups().fields());
        this.layoutBySchema = new PlanCache<>((ignored, schema) -> layoutOf(schema));
    }

    private RecordLayout layoutOf(@Nullable Schema schema) {
        if (schema == null) {
            throw new DataException("a record without schema cannot be aggregated");
        }
        RecordLayout layout = RecordLayout.of(layouts.size(), topic, schema, rules.columns(), columns);
        layouts.add(layout);
        return layout;
    }

    /** Windows for the records of this topic, or for a part of them that is told apart from the rest. */
    public OpenWindows<Group> openWindows(SamplePool samples) {
        return new OpenWindows<>(
                rules.grid(),
                rules.statistics(),
                samples,
                Group::compareTo,
                rules.groups().max());
    }

    /**
     * The numbers of a record.
     *
     * @param timeNs its event time
     * @return a row that is good until the next call
     * @throws DataException if the value is no struct, does not fit its schema, or names collide
     */
    public Row row(ConnectRecord<?> record, long timeNs) {
        return row(record.keySchema(), record.valueSchema(), record.value(), timeNs);
    }

    /** The same for a record in parts. */
    public Row row(@Nullable Schema keySchema, @Nullable Schema schema, @Nullable Object value, long timeNs) {
        if (!(value instanceof Struct)) {
            throw new DataException("the value is no struct");
        }
        RecordLayout layout = layoutBySchema.planFor(topic, schema);
        if (groupSchemas.see(keySchema, schema)) {
            outputs.clear();
        }
        outputOf(layout);
        row.begin(timeNs, layout.number(), layout.version());
        layout.read(value, filler);
        return row;
    }

    /**
     * The group of a record whose row was made last.
     *
     * @throws DataException if a group field is neither text, number nor boolean
     */
    public Group group(ConnectRecord<?> record) {
        return group(record.keySchema(), record.key(), record.valueSchema(), record.value());
    }

    /** The same for a record in parts. */
    public Group group(
            @Nullable Schema keySchema, @Nullable Object key, @Nullable Schema schema, @Nullable Object value) {
        List<GroupField> fields = rules.groups().fields();
        if (fields.isEmpty()) {
            return Group.NONE;
        }
        List<@Nullable Object> values = new ArrayList<>(fields.size());
        for (GroupField field : fields) {
            values.add(field.valueIn(topic, keySchema, key, schema, value));
        }
        return new Group(values);
    }

    private Output outputOf(RecordLayout layout) {
        @Nullable Output known = outputs.get(layout);
        if (known != null) {
            return known;
        }
        AggregatedSchema schema = new AggregatedSchema(topic, layout, rules, groupSchemas.schemas());
        boolean isFlat = rules.columns().arrayOutput() == ArrayOutput.COLUMNS;
        Output made = new Output(
                schema,
                isFlat ? new FlatOutput(topic, schema.schema(), rules.columns().flattener()) : null,
                keySchema(schema.schema().name() + "_key"));
        outputs.put(layout, made);
        return made;
    }

    /** A closed window of this topic as a record. */
    public AggregatedWindow tell(ClosedWindow<Group> window) {
        RecordLayout layout = layouts.get(window.summary().layout());
        Output output = outputOf(layout);
        Struct value = output.schema.tell(window);
        groupSchemas.put(window.group(), value);
        if (output.flat != null) {
            value = output.flat.flatten(value);
        }
        return new AggregatedWindow(
                aggregatedTopic,
                output.keySchema,
                output.keySchema == null ? null : keyOf(window, output.keySchema),
                layout.source(),
                value.schema(),
                value,
                timestampOf(window),
                groupSchemas.names(),
                output.schema.droppedColumns(window.summary()));
    }

    private @Nullable Schema keySchema(String name) {
        boolean isWindowKey = rules.keyMode() == KeyMode.WINDOW;
        if (rules.keyMode() == KeyMode.NONE
                || (!isWindowKey && groupSchemas.names().isEmpty())) {
            return null;
        }
        SchemaBuilder builder = SchemaBuilder.struct().name(name);
        groupSchemas.addTo(builder);
        if (isWindowKey) {
            builder.field(WINDOW_START, Schema.INT64_SCHEMA);
        }
        return builder.build();
    }

    private Struct keyOf(ClosedWindow<Group> window, Schema schema) {
        Struct key = new Struct(schema);
        groupSchemas.put(window.group(), key);
        if (rules.keyMode() == KeyMode.WINDOW) {
            key.put(WINDOW_START, window.startMs());
        }
        return key;
    }

    private long timestampOf(ClosedWindow<Group> window) {
        return switch (rules.timestamp()) {
            case MIDPOINT -> window.startMs() + (window.endMs() - window.startMs()) / 2;
            case START -> window.startMs();
            case END -> window.endMs();
            case NOW -> clock.millis();
        };
    }

    /** The topic to which windows are told. */
    public String aggregatedTopic() {
        return aggregatedTopic;
    }
}
