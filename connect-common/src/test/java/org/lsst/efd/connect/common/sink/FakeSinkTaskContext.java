package org.lsst.efd.connect.common.sink;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;

/** What Connect gives a sink task, hand-written: remembers what the task asked for. Not thread-safe. */
public final class FakeSinkTaskContext implements SinkTaskContext {
    private final Map<String, String> configuration;
    private final Set<TopicPartition> assignment = new HashSet<>();
    private final Set<TopicPartition> paused = new HashSet<>();
    private final Map<TopicPartition, Long> offsets = new HashMap<>();
    private final List<SinkRecord> reported = new ArrayList<>();
    private final List<String> reasons = new ArrayList<>();
    private final boolean hasReporter;
    private long timeoutMs = -1;
    private int commitRequests;

    /** A context with a dead letter queue. */
    public FakeSinkTaskContext() {
        this(Map.of("errors.tolerance", "all"), true);
    }

    public FakeSinkTaskContext(Map<String, String> configuration, boolean hasReporter) {
        this.configuration = configuration;
        this.hasReporter = hasReporter;
    }

    @Override
    public Map<String, String> configs() {
        return configuration;
    }

    @Override
    public void offset(Map<TopicPartition, Long> wanted) {
        offsets.putAll(wanted);
    }

    @Override
    public void offset(TopicPartition partition, long offset) {
        offsets.put(partition, offset);
    }

    @Override
    public void timeout(long wantedMs) {
        timeoutMs = wantedMs;
    }

    @Override
    public Set<TopicPartition> assignment() {
        return assignment;
    }

    @Override
    public void pause(TopicPartition... partitions) {
        requireAssigned(partitions);
        paused.addAll(Arrays.asList(partitions));
    }

    @Override
    public void resume(TopicPartition... partitions) {
        requireAssigned(partitions);
        Arrays.asList(partitions).forEach(paused::remove);
    }

    private void requireAssigned(TopicPartition... partitions) {
        if (!assignment.containsAll(Arrays.asList(partitions))) {
            throw new IllegalStateException(Arrays.toString(partitions) + " are not all assigned: " + assignment);
        }
    }

    @Override
    public void requestCommit() {
        commitRequests++;
    }

    @Override
    public @Nullable ErrantRecordReporter errantRecordReporter() {
        return hasReporter ? this::report : null;
    }

    /** What happens in a worker before 4.1. */
    @Override
    public PluginMetrics pluginMetrics() {
        throw new NoSuchMethodError("pluginMetrics");
    }

    private CompletableFuture<Void> report(SinkRecord record, Throwable error) {
        reported.add(record);
        reasons.add(String.valueOf(error.getMessage()));
        return CompletableFuture.completedFuture(null);
    }

    /** The partitions of the consumer; change it as a rebalance would. */
    public Set<TopicPartition> mutableAssignment() {
        return assignment;
    }

    /** The partitions that are paused; Connect keeps this set across rebalances. */
    public Set<TopicPartition> paused() {
        return paused;
    }

    /** Where the task asked to go, since this was last asked. */
    public Map<TopicPartition, Long> takeOffsets() {
        Map<TopicPartition, Long> taken = Map.copyOf(offsets);
        offsets.clear();
        return taken;
    }

    /** The records in the dead letter queue, in order. */
    public List<SinkRecord> reported() {
        return reported;
    }

    /** Why they are there. */
    public List<String> reasons() {
        return reasons;
    }

    /** The last timeout that was asked for; -1 for none. */
    public long timeoutMs() {
        return timeoutMs;
    }

    public int commitRequests() {
        return commitRequests;
    }
}
