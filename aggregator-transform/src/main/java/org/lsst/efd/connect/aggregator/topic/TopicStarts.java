package org.lsst.efd.connect.aggregator.topic;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.aggregator.source.ListedTopic;
import org.lsst.efd.connect.aggregator.source.StartPolicy;
import org.lsst.efd.connect.aggregator.source.StartPositions;
import org.lsst.efd.window.WindowGrid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From where topics are read: from their stored state, or by the start policy where there is none.
 *
 * <p>A partition that a stored state does not know is new, and begins at its log start. Not thread-safe.
 */
public final class TopicStarts {
    private static final Logger LOG = LoggerFactory.getLogger(TopicStarts.class);

    private final StartPositions positions;
    private final StartPolicy policy;
    private final WindowGrid grid;
    private final StoredStates stored;
    private final Maker maker;

    /** Gives the stored states of topics; those that have none are missing. */
    @FunctionalInterface
    public interface StoredStates {
        Map<String, TopicState> of(Collection<String> topics);
    }

    /** Makes what a task keeps of a topic, without partitions yet. */
    @FunctionalInterface
    public interface Maker {
        AggregatedTopic make(ListedTopic topic, TopicState state);
    }

    /** Begins topics by these rules. */
    public TopicStarts(
            StartPositions positions, StartPolicy policy, WindowGrid grid, StoredStates stored, Maker maker) {
        this.positions = positions;
        this.policy = policy;
        this.grid = grid;
        this.stored = stored;
        this.maker = maker;
    }

    /**
     * Begins topics, and adds them to {@code into}; none of them when the source cluster does not answer.
     *
     * @param anew names of those whose stored state is of a topic that is gone
     * @return from where each of their partitions is read
     */
    Map<TopicPartition, Long> begin(
            Collection<ListedTopic> fresh, Set<String> anew, Map<String, AggregatedTopic> into, long nowMs) {
        if (fresh.isEmpty()) {
            return Map.of();
        }
        Map<String, TopicState> states = states(fresh, anew);
        try {
            Map<TopicPartition, Long> starts = starts(fresh, states);
            for (ListedTopic topic : fresh) {
                @Nullable TopicState known = states.get(topic.name());
                AggregatedTopic made = maker.make(topic, known == null ? freshState(topic, nowMs) : known);
                for (int partition = 0; partition < topic.partitions(); partition++) {
                    made.windows().open(partition, startOf(starts, topic.name(), partition), nowMs);
                }
                into.put(topic.name(), made);
            }
            LOG.info("Began {} topics, {} of them where they were", fresh.size(), states.size());
            return starts;
        } catch (KafkaException unavailable) {
            LOG.warn("Cannot begin {} topics now; trying again", fresh.size(), unavailable);
            return Map.of();
        }
    }

    private static long startOf(Map<TopicPartition, Long> starts, String topic, int partition) {
        return starts.getOrDefault(new TopicPartition(topic, partition), 0L);
    }

    private Map<String, TopicState> states(Collection<ListedTopic> fresh, Set<String> anew) {
        Map<String, TopicState> states = new HashMap<>();
        List<String> asked = fresh.stream()
                .map(ListedTopic::name)
                .filter(name -> !anew.contains(name))
                .toList();
        Map<String, TopicState> found = asked.isEmpty() ? Map.of() : stored.of(asked);
        for (ListedTopic topic : fresh) {
            @Nullable TopicState state = found.get(topic.name());
            if (state != null && isOfAnotherTopic(state, topic)) {
                LOG.warn("Topic {} was created anew since its state was stored: it begins anew", topic.name());
            } else if (state != null) {
                states.put(topic.name(), state);
            }
        }
        return states;
    }

    private static boolean isOfAnotherTopic(TopicState state, ListedTopic topic) {
        return state.topicId().isPresent()
                && topic.id().isPresent()
                && !state.topicId().equals(topic.id());
    }

    private Map<TopicPartition, Long> starts(Collection<ListedTopic> fresh, Map<String, TopicState> states) {
        Set<TopicPartition> unknown = new HashSet<>();
        Set<TopicPartition> known = new HashSet<>();
        for (ListedTopic topic : fresh) {
            for (int partition = 0; partition < topic.partitions(); partition++) {
                (states.containsKey(topic.name()) ? known : unknown).add(new TopicPartition(topic.name(), partition));
            }
        }
        Map<TopicPartition, Long> starts = new HashMap<>();
        if (!unknown.isEmpty()) {
            starts.putAll(positions.of(policy, unknown));
        }
        if (!known.isEmpty()) {
            Map<TopicPartition, Long> logStarts = positions.logStarts(known);
            Map<TopicPartition, Long> ends = positions.ends(known);
            for (TopicPartition partition : known) {
                @Nullable TopicState state = states.get(partition.topic());
                @Nullable Long needed = state == null ? null : state.offsets().get(partition.partition());
                starts.put(partition, within(partition, needed, logStarts, ends));
            }
        }
        return starts;
    }

    private static long within(
            TopicPartition partition,
            @Nullable Long needed,
            Map<TopicPartition, Long> logStarts,
            Map<TopicPartition, Long> ends) {
        long logStart = logStarts.getOrDefault(partition, 0L);
        long end = ends.getOrDefault(partition, Long.MAX_VALUE);
        if (needed == null || needed < logStart) {
            if (needed != null) {
                LOG.warn("{}: records {} to {} are gone and are not aggregated", partition, needed, logStart - 1);
            }
            return logStart;
        }
        if (needed > end) {
            LOG.warn("{} was truncated from {} to {}: goes on at its end", partition, needed, end);
            return end;
        }
        return needed;
    }

    /** Nothing is told of what lies before the start point, unless that is the log start. */
    private TopicState freshState(ListedTopic topic, long nowMs) {
        if (policy instanceof StartPolicy.Earliest) {
            TopicState none = TopicState.none();
            return new TopicState(none.offsets(), none.closedUpToMs(), topic.id(), Optional.empty());
        }
        long startMs = policy instanceof StartPolicy.Since since ? since.time().toEpochMilli() : nowMs;
        return TopicWindows.startingAt(grid, startMs, topic.id());
    }

    /** Begins partitions that were added to known topics, at their log start; from where each of them is read. */
    Map<TopicPartition, Long> grow(Collection<ListedTopic> listed, Map<String, AggregatedTopic> known, long nowMs) {
        Set<TopicPartition> added = new HashSet<>();
        for (ListedTopic topic : listed) {
            @Nullable AggregatedTopic owned = known.get(topic.name());
            for (int partition = 0; owned != null && partition < topic.partitions(); partition++) {
                if (!owned.windows().positions().containsKey(partition)) {
                    added.add(new TopicPartition(topic.name(), partition));
                }
            }
        }
        if (added.isEmpty()) {
            return Map.of();
        }
        try {
            Map<TopicPartition, Long> starts = positions.logStarts(added);
            starts.forEach((partition, start) -> {
                @Nullable AggregatedTopic owned = known.get(partition.topic());
                if (owned != null) {
                    owned.windows().open(partition.partition(), start, nowMs);
                }
            });
            return starts;
        } catch (KafkaException unavailable) {
            LOG.warn("Cannot begin {} new partitions now; trying again", added.size(), unavailable);
            return Map.of();
        }
    }
}
