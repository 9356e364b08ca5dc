package org.lsst.efd.connect.aggregator.transform;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.aggregate.AggregateRules;
import org.lsst.efd.connect.common.aggregate.AggregateSettings;
import org.lsst.efd.connect.common.aggregate.AggregatedWindow;
import org.lsst.efd.connect.common.settings.SettingValues;
import org.lsst.efd.connect.common.sink.NullValueSettings;
import org.lsst.efd.connect.common.sink.NullValues;
import org.lsst.efd.connect.common.time.RecordTime;
import org.lsst.efd.connect.common.time.TimestampSettings;
import org.lsst.efd.window.PartitionWindows;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the transform does with one half of a record: adds it to its window, and hands out a closed one. */
public final class Aggregation {
    private static final Logger LOG = LoggerFactory.getLogger(Aggregation.class);
    private static final long WARNING_INTERVAL_MS = 60_000;

    private final AggregateRules rules;
    private final RecordTime time;
    private final NullValues nullValues;
    private final PartitionStates states;
    private final Clock clock;
    private long nextWarningMs = Long.MIN_VALUE;
    private long dropped;

    private Aggregation(
            AggregateRules rules, RecordTime time, NullValues nullValues, PartitionStates states, Clock clock) {
        this.rules = rules;
        this.time = time;
        this.nullValues = nullValues;
        this.states = states;
        this.clock = clock;
    }

    /**
     * Reads a configuration.
     *
     * @throws org.apache.kafka.common.config.ConfigException on the key at fault
     */
    public static Aggregation of(Map<String, String> configuration, Clock clock) {
        SettingValues values = TransformSettings.ALL.read(configuration);
        AggregateRules rules = AggregateSettings.read(values);
        return new Aggregation(
                rules,
                TimestampSettings.read(values, Optional.of(rules.futureLimit()), clock),
                NullValueSettings.read(values),
                new PartitionStates(rules, clock, values.get(TransformSettings.PARTITIONS_MAX)),
                clock);
    }

    /**
     * Absorbs one half of a record.
     *
     * @param schema of the half that is aggregated
     * @return a closed window to leave in place of the record; empty if there is none
     * @throws DataException if the record is bad
     */
    public Optional<AggregatedWindow> absorb(ConnectRecord<?> record, @Nullable Schema schema, @Nullable Object half) {
        PartitionState state = states.of(record);
        if (half == null) {
            if (nullValues == NullValues.FAIL) {
                throw new DataException("null cannot be aggregated");
            }
            drop(record.topic(), "null");
            return state.next();
        }
        long timeNs = time.eventTimeNs(record.topic(), schema, half, record.timestamp());
        PartitionWindows.Outcome outcome = state.accept(record.keySchema(), record.key(), schema, half, timeNs);
        switch (outcome) {
            case ADDED, BEFORE_FIRST_RECORD -> {}
            case LATE -> drop(record.topic(), "late");
            case TOO_MANY_GROUPS -> drop(record.topic(), "of one group too many");
        }
        return state.next();
    }

    /** The topic of a window that leaves in place of this record. */
    public String topicFor(ConnectRecord<?> record) {
        return rules.aggregatedTopic(record.topic());
    }

    private void drop(String topic, String reason) {
        dropped++;
        long nowMs = clock.millis();
        if (nowMs >= nextWarningMs) {
            nextWarningMs = nowMs + WARNING_INTERVAL_MS;
            LOG.warn("Dropped a record of {} that was {}; {} records dropped so far", topic, reason, dropped);
        }
    }

    /** Records dropped because they were null, late or of a group too many. */
    public long dropped() {
        return dropped;
    }

    /** Windows that are lost when the transform stops now. */
    public int windows() {
        return states.windows();
    }
}
