package org.lsst.efd.connect.aggregator.transform;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.aggregate.AggregateRules;
import org.lsst.efd.connect.common.aggregate.TopicAggregate;
import org.lsst.efd.window.statistics.SamplePool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of each partition that records come from, at most so many: the one not seen for the longest time goes first.
 * Not thread-safe.
 */
final class PartitionStates {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionStates.class);

    private final AggregateRules rules;
    private final Clock clock;
    private final int max;
    private final SamplePool samples;
    private final Map<Origin, PartitionState> states = new LinkedHashMap<>(16, 0.75f, true);

    /** Where a record comes from, whatever transforms have made of its topic: a Kafka or a source partition. */
    private record Origin(String topic, @Nullable Object partition) {
        static Origin of(ConnectRecord<?> record) {
            if (record instanceof SinkRecord sinkRecord) {
                return new Origin(sinkRecord.originalTopic(), sinkRecord.originalKafkaPartition());
            }
            return record instanceof SourceRecord sourceRecord
                    ? new Origin(record.topic(), sourceRecord.sourcePartition())
                    : new Origin(record.topic(), record.kafkaPartition());
        }
    }

    PartitionStates(AggregateRules rules, Clock clock, int max) {
        this.rules = rules;
        this.clock = clock;
        this.max = max;
        this.samples = rules.samplePool();
    }

    /** The state of the partition of this record. */
    PartitionState of(ConnectRecord<?> record) {
        Origin origin = Origin.of(record);
        PartitionState known = states.get(origin);
        if (known != null) {
            return known;
        }
        if (states.size() >= max) {
            dropEldest();
        }
        PartitionState made =
                new PartitionState(new TopicAggregate(record.topic(), rules, clock), rules.grid(), samples);
        states.put(origin, made);
        return made;
    }

    private void dropEldest() {
        Map.Entry<Origin, PartitionState> eldest = states.entrySet().iterator().next();
        states.remove(eldest.getKey());
        if (eldest.getValue().windows() > 0) {
            LOG.warn(
                    "More than {} partitions: {} windows of {} are lost, the one not seen for the longest time; raise {}",
                    max,
                    eldest.getValue().windows(),
                    eldest.getKey(),
                    TransformSettings.PARTITIONS_MAX);
        }
        eldest.getValue().clear();
    }

    /** Number of windows that were not told. */
    int windows() {
        return states.values().stream().mapToInt(PartitionState::windows).sum();
    }
}
