package org.lsst.efd.connect.aggregator.topic;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.source.SourcePartitions;

/**
 * Stores the state of topics that tell nothing for a while, by records of their own: Connect stores offsets only with
 * records. {@link #delivered} may be called by any thread, all else by one.
 */
public final class Heartbeats {
    private final String topic;
    private final long intervalMs;
    /** When each source topic last had its state stored, or began to be read. */
    private final Map<String, Long> dueAtMs = new HashMap<>();

    private final Map<String, Map<String, ?>> storedStates = new ConcurrentHashMap<>();

    /** None sent yet: to this topic, for a source topic whose state was not stored for so long. */
    public Heartbeats(String topic, long intervalMs) {
        this.topic = topic;
        this.intervalMs = intervalMs;
    }

    /** A record with this source partition and offset has reached Kafka. */
    public void delivered(Map<String, ?> sourcePartition, Map<String, ?> sourceOffset) {
        if (sourcePartition.get(SourcePartitions.TOPIC) instanceof String name) {
            storedStates.put(name, sourceOffset);
        }
    }

    /** Adds a heartbeat for each topic whose state is not stored since so long. */
    public void addTo(List<SourceRecord> out, List<AggregatedTopic> topics, long nowMs) {
        dueAtMs.keySet().retainAll(topics.stream().map(AggregatedTopic::name).toList());
        topics.forEach(aggregated -> {
            String name = aggregated.name();
            @Nullable Long dueAt = dueAtMs.putIfAbsent(name, nowMs + intervalMs);
            if (dueAt != null && nowMs >= dueAt) {
                dueAtMs.put(name, nowMs + intervalMs);
                Map<String, Object> state = aggregated.windows().state().toMap();
                if (!state.equals(storedStates.get(name))) {
                    out.add(heartbeat(name, aggregated, state));
                }
            }
        });
    }

    private SourceRecord heartbeat(String name, AggregatedTopic aggregated, Map<String, Object> state) {
        return new SourceRecord(
                aggregated.sourcePartition(),
                state,
                topic,
                null,
                Schema.STRING_SCHEMA,
                aggregated.sourcePartition().get(SourcePartitions.CLUSTER) + "/" + name,
                Schema.STRING_SCHEMA,
                state.toString());
    }
}
