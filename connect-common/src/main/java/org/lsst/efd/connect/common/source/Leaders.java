package org.lsst.efd.connect.common.source;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;

/** Which brokers lead partitions, as far as the cluster has told. Called on the reader's thread only. */
final class Leaders {
    /** That was not asked yet, or not answered. */
    static final int UNKNOWN = -2;

    /** No broker leads it. */
    static final int NOBODY = -1;

    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final int MAX_UNKNOWN = 3;
    private static final Duration AT_ONCE = Duration.ofMillis(1);
    /** More are asked for with all others together. */
    private static final int FEW_TOPICS = 4;

    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Integer> known = new HashMap<>();

    Leaders(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /** The broker's id, or one of the constants. */
    int of(FetchedPartition partition) {
        return known.getOrDefault(partition.partition(), UNKNOWN);
    }

    /** Asks for those of these partitions; without an answer they stay as they were. */
    void ask(Collection<FetchedPartition> partitions) {
        Set<String> topics = new HashSet<>();
        partitions.forEach(partition -> topics.add(partition.partition().topic()));
        // of single topics the consumer tells what it knows already, and it learns nothing while it reads nothing
        boolean mustBeNew = partitions.stream().anyMatch(partition -> of(partition) == NOBODY);
        if (topics.size() > FEW_TOPICS || mustBeNew) {
            askForAll(topics);
        } else {
            topics.forEach(topic -> askFor(topic, TIMEOUT));
        }
    }

    /** Takes what the consumer knows of them already; where it knows nothing they stay as they were. */
    void lookAt(Collection<FetchedPartition> partitions) {
        Set<TopicPartition> kept = new HashSet<>();
        Set<String> topics = new HashSet<>();
        for (FetchedPartition partition : partitions) {
            kept.add(partition.partition());
            topics.add(partition.partition().topic());
        }
        int unknown = 0;
        for (String topic : topics) {
            // a cluster that is away knows none of thousands
            if (!askFor(topic, AT_ONCE) && ++unknown == MAX_UNKNOWN) {
                break;
            }
        }
        retain(kept);
    }

    private void askForAll(Set<String> topics) {
        try {
            Map<String, List<PartitionInfo>> answer = consumer.listTopics(TIMEOUT);
            known.keySet().removeIf(partition -> topics.contains(partition.topic()));
            answer.values().forEach(this::learn);
        } catch (AuthenticationException | WakeupException | InterruptException end) {
            throw end;
        } catch (KafkaException noAnswer) {
            // who was asked where these start has asked for their leaders as well
            topics.stream().takeWhile(topic -> askFor(topic, TIMEOUT)).forEach(told -> {});
        }
    }

    /** Whether there was an answer. */
    private boolean askFor(String topic, Duration timeout) {
        try {
            List<PartitionInfo> answer = Objects.requireNonNullElse(consumer.partitionsFor(topic, timeout), List.of());
            if (answer.isEmpty()) {
                known.keySet().removeIf(partition -> partition.topic().equals(topic));
            }
            learn(answer);
            return true;
        } catch (AuthenticationException | WakeupException | InterruptException end) {
            throw end;
        } catch (KafkaException noAnswer) {
            return !(noAnswer instanceof TimeoutException);
        }
    }

    private void learn(List<PartitionInfo> infos) {
        for (PartitionInfo info : infos) {
            boolean isLed = info.leader() != null && !info.leader().isEmpty();
            known.put(
                    new TopicPartition(info.topic(), info.partition()),
                    isLed ? info.leader().id() : NOBODY);
        }
    }

    /** Forgets all but these. */
    void retain(Set<TopicPartition> partitions) {
        known.keySet().retainAll(partitions);
    }

    /** Whether the broker that leads a partition, which is being read, answers a question about it. */
    boolean answersAbout(FetchedPartition partition) {
        try {
            consumer.endOffsets(Set.of(partition.partition()), TIMEOUT);
            return true;
        } catch (AuthenticationException | WakeupException | InterruptException end) {
            throw end;
        } catch (KafkaException noAnswer) {
            return !(noAnswer instanceof TimeoutException);
        }
    }
}
