package org.lsst.efd.connect.replication.target;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Questions and orders to the target cluster about its topics, many topics at a time. */
final class TargetCluster implements AutoCloseable {
    private static final long VISIBLE_RETRY_MS = 20;
    private static final int VISIBLE_TRIES = 500;

    private final Admin admin;

    TargetCluster(Admin admin) {
        this.admin = admin;
    }

    /** The partition counts of those topics that exist, and why others cannot be described. */
    record Described(Map<String, Integer> partitions, Map<String, String> refused) {}

    Described describe(Collection<String> topics) throws InterruptedException {
        Map<String, Integer> partitions = new HashMap<>();
        Map<String, String> refused = new HashMap<>();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> answer :
                admin.describeTopics(topics).topicNameValues().entrySet()) {
            try {
                partitions.put(
                        answer.getKey(), answer.getValue().get().partitions().size());
            } catch (ExecutionException failed) {
                if (!(failed.getCause() instanceof UnknownTopicOrPartitionException)) {
                    refused.put(answer.getKey(), reason(failed));
                }
            }
        }
        return new Described(partitions, refused);
    }

    /** Makes topics; those that somebody else makes at the same time are fine. Why it failed for those for which it did. */
    Map<String, String> create(Collection<NewTopic> topics) throws InterruptedException {
        Map<String, String> refused = new HashMap<>();
        for (Map.Entry<String, KafkaFuture<Void>> answer :
                admin.createTopics(topics).values().entrySet()) {
            refusal(answer.getValue()).ifPresent(reason -> refused.put(answer.getKey(), reason));
        }
        return refused;
    }

    /** A topic as it is to be made. */
    static NewTopic topic(String name, int partitions, short replicationFactor, Map<String, String> configs) {
        Optional<Short> replicas = replicationFactor < 0 ? Optional.empty() : Optional.of(replicationFactor);
        return new NewTopic(name, Optional.of(partitions), replicas).configs(configs);
    }

    /** Adds partitions. Why it failed for those for which it did. */
    Map<String, String> grow(Map<String, Integer> counts) throws InterruptedException {
        Map<String, NewPartitions> orders = new HashMap<>();
        counts.forEach((topic, count) -> orders.put(topic, NewPartitions.increaseTo(count)));
        Map<String, String> refused = new HashMap<>();
        for (Map.Entry<String, KafkaFuture<Void>> answer :
                admin.createPartitions(orders).values().entrySet()) {
            refusal(answer.getValue()).ifPresent(reason -> refused.put(answer.getKey(), reason));
        }
        return refused;
    }

    private static Optional<String> refusal(KafkaFuture<Void> answer) throws InterruptedException {
        try {
            answer.get();
            return Optional.empty();
        } catch (ExecutionException failed) {
            return failed.getCause() instanceof TopicExistsException ? Optional.empty() : Optional.of(reason(failed));
        }
    }

    /** The same for the same failure: what the client says of a timeout is another text each time. */
    private static String reason(ExecutionException failed) {
        return failed.getCause() instanceof TimeoutException
                ? "the target cluster does not answer in time"
                : String.valueOf(failed.getCause());
    }

    /** Waits until brokers know the topics that were made or grown; the counts of those they know then. */
    Map<String, Integer> awaitVisible(Map<String, Integer> counts) throws InterruptedException {
        Map<String, Integer> visible = new HashMap<>();
        List<String> missing = new ArrayList<>(counts.keySet());
        for (int i = 0; i < VISIBLE_TRIES && !missing.isEmpty(); i++) {
            describe(missing).partitions().forEach((topic, count) -> {
                if (count >= counts.getOrDefault(topic, 1)) {
                    visible.put(topic, count);
                }
            });
            missing.removeAll(visible.keySet());
            if (!missing.isEmpty()) {
                Thread.sleep(VISIBLE_RETRY_MS);
            }
        }
        return visible;
    }

    Admin admin() {
        return admin;
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}
