package org.lsst.efd.connect.aggregator.topic;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.source.FoundTopic;
import org.lsst.efd.connect.common.source.StartPolicy;
import org.lsst.efd.window.WindowGrid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From which state topics go on: from their stored one, or by the start policy where there is none, or where it is that
 * of a topic that is gone. Not thread-safe.
 */
public final class TopicStarts {
    private static final Logger LOG = LoggerFactory.getLogger(TopicStarts.class);

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
        AggregatedTopic make(String topic, TopicState state);
    }

    /** Begins topics by these rules. */
    public TopicStarts(StartPolicy policy, WindowGrid grid, StoredStates stored, Maker maker) {
        this.policy = policy;
        this.grid = grid;
        this.stored = stored;
        this.maker = maker;
    }

    /**
     * Begins topics.
     *
     * @param anew names of those whose stored state is of a topic that is gone
     * @param left states that are newer than the stored ones
     */
    Map<String, AggregatedTopic> of(
            Collection<FoundTopic> fresh, Set<String> anew, Map<String, TopicState> left, long nowMs) {
        List<String> asked = fresh.stream()
                .map(FoundTopic::name)
                .filter(name -> !anew.contains(name))
                .toList();
        Map<String, TopicState> states = new HashMap<>(asked.isEmpty() ? Map.of() : stored.of(asked));
        asked.stream().filter(left::containsKey).forEach(name -> states.put(name, left.get(name)));
        Map<String, AggregatedTopic> begun = new HashMap<>();
        int resumed = 0;
        for (FoundTopic topic : fresh) {
            Optional<String> id = topic.id().equals(Uuid.ZERO_UUID)
                    ? Optional.empty()
                    : Optional.of(topic.id().toString());
            @Nullable TopicState state = states.get(topic.name());
            boolean isKnown = state != null && !isOfAnotherTopic(state, topic.name(), id);
            resumed += isKnown ? 1 : 0;
            TopicState start = state != null && isKnown ? state.of(id) : freshState(id, nowMs);
            begun.put(topic.name(), maker.make(topic.name(), start));
        }
        if (!begun.isEmpty()) {
            LOG.info("Began {} topics, {} of them where they were", begun.size(), resumed);
        }
        return begun;
    }

    private static boolean isOfAnotherTopic(TopicState state, String topic, Optional<String> id) {
        boolean isAnother = state.topicId().isPresent()
                && id.isPresent()
                && !state.topicId().equals(id);
        if (isAnother) {
            LOG.warn("Topic {} was created anew since its state was stored: it begins anew", topic);
        }
        return isAnother;
    }

    /** Nothing is told of what lies before the start point, unless that is the log start. */
    private TopicState freshState(Optional<String> id, long nowMs) {
        if (policy instanceof StartPolicy.Earliest) {
            return TopicState.none().of(id);
        }
        long startMs =
                policy instanceof StartPolicy.Since since ? since.instant().toEpochMilli() : nowMs;
        return TopicWindows.startingAt(grid, startMs, id);
    }
}
