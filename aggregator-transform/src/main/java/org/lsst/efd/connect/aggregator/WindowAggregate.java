package org.lsst.efd.connect.aggregator;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.aggregator.transform.Aggregation;
import org.lsst.efd.connect.aggregator.transform.TransformSettings;
import org.lsst.efd.connect.common.aggregate.AggregatedWindow;
import org.lsst.efd.connect.common.settings.PluginVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Best effort: replaces the records of a stream by windows with summary statistics, and loses what is open when it
 * stops. Connect commits records that a transform holds back, so a restart loses up to the window size plus the grace of
 * data of each partition and the closed windows that wait; after a rebalance a window may be told twice, each time with
 * a part of the data. Sinks of this bundle ({@code aggregate.enabled}) and the aggregator connector lose nothing.
 *
 * <ol>
 *   <li>A record that is absorbed gives null. A record in whose place a closed window leaves gives that window, with its
 *       own partition, headers and other half; one at a time, in order.
 *   <li>Windows are those of the partition the record came from, whatever other transforms did to its topic.
 *   <li>Windows that overlap, and closing by the wall clock, are refused.
 *   <li>A bad record is a {@code DataException}; Connect's {@code errors.tolerance} decides what follows.
 * </ol>
 *
 * @param <R> the kind of record
 */
public abstract class WindowAggregate<R extends ConnectRecord<R>> implements Transformation<R>, Versioned {
    private static final Logger LOG = LoggerFactory.getLogger(WindowAggregate.class);

    private @Nullable Aggregation aggregation;

    /** For Connect, which makes transforms by reflection. */
    WindowAggregate() {}

    @Override
    public void configure(Map<String, ?> configuration) {
        Map<String, String> texts = new LinkedHashMap<>();
        configuration.forEach((key, value) -> {
            if (value != null) {
                texts.put(key, value.toString());
            }
        });
        aggregation = Aggregation.of(texts, Clock.systemUTC());
    }

    @Override
    public @Nullable R apply(R record) {
        if (aggregation == null) {
            throw new IllegalStateException("apply comes after configure");
        }
        Optional<AggregatedWindow> closed = aggregation.absorb(record, schemaOf(record), halfOf(record));
        return closed.isEmpty() ? null : replace(record, aggregation.topicFor(record), closed.get());
    }

    abstract @Nullable Schema schemaOf(R record);

    abstract @Nullable Object halfOf(R record);

    abstract R replace(R record, String topic, AggregatedWindow window);

    @Override
    public ConfigDef config() {
        return TransformSettings.ALL.configDef();
    }

    @Override
    public String version() {
        return PluginVersion.of(WindowAggregate.class);
    }

    @Override
    public void close() {
        if (aggregation != null && aggregation.windows() > 0) {
            LOG.warn(
                    "Stopped with {} windows not told, which are lost; {} records were dropped",
                    aggregation.windows(),
                    aggregation.dropped());
        }
    }

    /**
     * Aggregates the keys of records.
     *
     * @param <R> the kind of record
     */
    public static final class Key<R extends ConnectRecord<R>> extends WindowAggregate<R> {
        /** For Connect, which makes transforms by reflection. */
        public Key() {}

        @Override
        @Nullable
        Schema schemaOf(R record) {
            return record.keySchema();
        }

        @Override
        @Nullable
        Object halfOf(R record) {
            return record.key();
        }

        @Override
        R replace(R record, String topic, AggregatedWindow window) {
            return record.newRecord(
                    topic,
                    record.kafkaPartition(),
                    window.schema(),
                    window.value(),
                    record.valueSchema(),
                    record.value(),
                    window.timestampMs(),
                    record.headers());
        }
    }

    /**
     * Aggregates the values of records.
     *
     * @param <R> the kind of record
     */
    public static final class Value<R extends ConnectRecord<R>> extends WindowAggregate<R> {
        /** For Connect, which makes transforms by reflection. */
        public Value() {}

        @Override
        @Nullable
        Schema schemaOf(R record) {
            return record.valueSchema();
        }

        @Override
        @Nullable
        Object halfOf(R record) {
            return record.value();
        }

        @Override
        R replace(R record, String topic, AggregatedWindow window) {
            return record.newRecord(
                    topic,
                    record.kafkaPartition(),
                    record.keySchema(),
                    record.key(),
                    window.schema(),
                    window.value(),
                    window.timestampMs(),
                    record.headers());
        }
    }
}
