package org.lsst.efd.connect.aggregator.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists the topics of the source cluster again and again, without ever waiting for an answer: names first, then the
 * partitions of those that the task owns. Not thread-safe.
 */
public final class TopicListing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicListing.class);

    private final Admin admin;
    private final Predicate<String> isOwned;
    private final long intervalMs;
    private long dueAtMs = Long.MIN_VALUE;
    private @Nullable KafkaFuture<Set<String>> names;
    private Map<String, KafkaFuture<TopicDescription>> descriptions = Map.of();

    /** Lists every {@code intervalMs}; the admin client is closed with this object. */
    public TopicListing(Admin admin, Predicate<String> isOwned, long intervalMs) {
        this.admin = admin;
        this.isOwned = isOwned;
        this.intervalMs = intervalMs;
    }

    /** The owned topics, when a listing has just come to its end; empty at all other times. */
    public Optional<List<ListedTopic>> poll(long nowMs) {
        if (names == null && descriptions.isEmpty() && nowMs >= dueAtMs) {
            dueAtMs = nowMs + intervalMs;
            names = admin.listTopics().names();
        }
        if (names != null && names.isDone()) {
            return describe(names);
        }
        boolean isDone =
                !descriptions.isEmpty() && descriptions.values().stream().allMatch(KafkaFuture::isDone);
        return isDone ? Optional.of(finish()) : Optional.empty();
    }

    private Optional<List<ListedTopic>> describe(KafkaFuture<Set<String>> answer) {
        names = null;
        @Nullable Set<String> listed = resultOf(answer, "the topics of the source cluster");
        if (listed == null) {
            return Optional.empty();
        }
        Set<String> owned = listed.stream().filter(isOwned).collect(Collectors.toSet());
        descriptions = owned.isEmpty() ? Map.of() : admin.describeTopics(owned).topicNameValues();
        return owned.isEmpty() ? Optional.of(List.of()) : Optional.empty();
    }

    private List<ListedTopic> finish() {
        List<ListedTopic> topics = new ArrayList<>();
        descriptions.forEach((name, answer) -> {
            @Nullable TopicDescription description = resultOf(answer, "topic " + name);
            if (description != null) {
                Uuid id = description.topicId();
                topics.add(new ListedTopic(
                        name,
                        id == null || id.equals(Uuid.ZERO_UUID) ? Optional.empty() : Optional.of(id.toString()),
                        description.partitions().size()));
            }
        });
        descriptions = Map.of();
        return topics;
    }

    private static <T> @Nullable T resultOf(KafkaFuture<T> done, String what) {
        try {
            return done.get();
        } catch (ExecutionException failed) {
            boolean isExpected = failed.getCause() instanceof UnknownTopicOrPartitionException
                    || failed.getCause() instanceof TopicAuthorizationException;
            if (isExpected) {
                LOG.debug("Cannot describe {}", what, failed.getCause());
            } else {
                LOG.warn("Cannot list {}; trying again", what, failed.getCause());
            }
            return null;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    @Override
    public void close() {
        admin.close(java.time.Duration.ofSeconds(1));
    }
}
