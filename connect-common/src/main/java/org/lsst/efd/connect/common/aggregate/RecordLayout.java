package org.lsst.efd.connect.common.aggregate;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.aggregate.AggregateRules.ColumnRules;
import org.lsst.efd.connect.common.flatten.FlatPlan;
import org.lsst.efd.connect.common.flatten.Leaf;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one schema of a topic gives to windows: its columns in source order, and how to read them. */
final class RecordLayout {
    private static final Logger LOG = LoggerFactory.getLogger(RecordLayout.class);

    private final int number;
    private final Schema source;
    private final List<SourceColumn.Aggregated> columns = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();
    private final @Nullable FlatPlan<SourceColumn> plan;

    private RecordLayout(int number, String topic, Schema source, ColumnRules rules, TopicColumns topicColumns) {
        this.number = number;
        this.source = source;
        this.plan = rules.countOnlyTopics().matcher(topic).matches()
                ? null
                : rules.flattener().plan(topic, source, leaf -> columnFor(leaf, rules, topicColumns));
    }

    /** Compiles the layout of a schema, and says once which of its fields are left out. */
    static RecordLayout of(int number, String topic, Schema source, ColumnRules rules, TopicColumns topicColumns) {
        RecordLayout layout = new RecordLayout(number, topic, source, rules, topicColumns);
        if (!layout.skipped.isEmpty()) {
            LOG.info("Topic {}: not aggregated, since they are no numbers: {}", topic, layout.skipped);
        }
        return layout;
    }

    private SourceColumn columnFor(Leaf leaf, ColumnRules rules, TopicColumns topicColumns) {
        SourceColumn column = SourceColumn.of(leaf, rules, topicColumns);
        if (column instanceof SourceColumn.Aggregated aggregated) {
            columns.add(aggregated);
        } else {
            skipped.add(leaf.path());
        }
        return column;
    }

    /** By which a row and a closed window name it. */
    int number() {
        return number;
    }

    /** Newer schemas have a greater one; 0 where the schema does not say. */
    long version() {
        return source.version() == null ? 0 : source.version();
    }

    Schema source() {
        return source;
    }

    /** In source order. */
    List<SourceColumn.Aggregated> columns() {
        return columns;
    }

    /**
     * Reads a value of this schema.
     *
     * @throws DataException if the names of its fields collide, or it does not fit its schema
     */
    void read(Object value, RowFiller filler) {
        if (plan != null) {
            plan.write(value, filler);
        }
    }
}
