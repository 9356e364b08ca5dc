package org.lsst.efd.connect.influxdb.line;

import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.flatten.FlatPlan;
import org.lsst.efd.connect.common.flatten.Leaf;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the records of one topic and schema have in common, compiled once. Not thread-safe. */
final class PointPlan {
    private static final Logger LOG = LoggerFactory.getLogger(PointPlan.class);

    private final PointRules rules;
    private final String topic;
    private final @Nullable Schema schema;
    private final FlatPlan<FieldColumn> fields;
    private List<String> groupFields = List.of();
    private SeriesTags tags;
    private byte @Nullable [] measurementOfTopic;

    PointPlan(PointRules rules, String topic, @Nullable Schema schema) {
        this.rules = rules;
        this.topic = topic;
        this.schema = schema;
        this.fields = rules.flattener().plan(topic, schema, this::columnFor);
        this.tags = SeriesTags.of(topic, schema, rules.constantTags(), rules.tagSources());
    }

    /** A field of the record itself whose name no server takes is told once; nested names are made up anyway. */
    private FieldColumn columnFor(Leaf leaf) {
        if (leaf.index() < 0 && leaf.path().indexOf('.') < 0 && !leaf.path().equals(leaf.name())) {
            LOG.info("Field {} of topic {} is stored as {}, a name that servers take", leaf.path(), topic, leaf.name());
        }
        return FieldColumn.of(leaf);
    }

    /**
     * Appends measurement and tags.
     *
     * @throws DataException if the measurement is empty or a tag cannot be written
     */
    void writeSeries(SinkRecord record, List<String> groups, LineBuffer into) {
        if (!groups.equals(groupFields)) {
            groupFields = groups;
            tags = SeriesTags.of(topic, schema, rules.constantTags(), rules.tagSourcesAnd(groups));
        }
        byte[] known = measurementOfTopic;
        into.append(known != null ? known : measurementOf(record));
        into.append(tags.encode(record.value()));
    }

    private byte[] measurementOf(SinkRecord record) {
        byte[] measurement = EscapedName.measurement(rules.measurement().expand(record));
        if (measurement.length == 0) {
            throw new DataException("the measurement is empty");
        }
        if (rules.isMeasurementPerTopic()) {
            measurementOfTopic = measurement;
        }
        return measurement;
    }

    /** Appends the fields, each with a comma before it. */
    void writeFields(SinkRecord record, FieldWriter into) {
        fields.write(record.value(), into);
    }
}
