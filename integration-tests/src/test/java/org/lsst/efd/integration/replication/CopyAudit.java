package org.lsst.efd.integration.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.lsst.efd.quickstart.process.Await;
import org.lsst.efd.quickstart.process.StackException;
import org.lsst.efd.quickstart.stack.KafkaCluster;
import org.lsst.efd.quickstart.stack.LocalStack;

/** Compares what is committed at the target with what is committed at the source, by where each copy says it is from. */
final class CopyAudit {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final int SHOWN = 20;

    private final KafkaCluster source;
    private final KafkaCluster target;

    CopyAudit(LocalStack stack) {
        this.source = stack.cluster("summit");
        this.target = stack.cluster("ldf");
    }

    /** A record and its copy. */
    record Copied(ConsumerRecord<byte[], byte[]> sent, ConsumerRecord<byte[], byte[]> copy) {}

    /** The records of a topic with their copies in the topic of the same name; see {@link #await(Collection, String)}. */
    List<Copied> await(String topic) {
        return await(List.of(topic), topic);
    }

    /**
     * Waits until there are as many copies as records, and compares: of each record one copy and no other, those of a
     * partition in one partition of the target and in their order.
     */
    List<Copied> await(Collection<String> topics, String targetTopic) {
        List<ConsumerRecord<byte[], byte[]>> sent = new ArrayList<>();
        topics.forEach(topic -> sent.addAll(source.records(topic)));
        try {
            awaitCount(targetTopic, sent.size());
        } catch (StackException timeIsUp) {
            // tells which are missing
            compare(sent, target.records(targetTopic));
            throw timeIsUp;
        }
        return compare(sent, target.records(targetTopic));
    }

    /**
     * Compares the records of a partition with those of the same partition at the target, in step, as many as they may be:
     * each has one copy, in order, and there is nothing else. Waits for those that have not arrived yet.
     *
     * @return how many there are
     */
    long inStep(TopicPartition partition, java.util.function.Consumer<Copied> check) {
        long count = 0;
        try (PartitionReader sent = new PartitionReader(source, partition);
                PartitionReader arrived = new PartitionReader(target, partition)) {
            for (Optional<ConsumerRecord<byte[], byte[]>> next = sent.next(); next.isPresent(); next = sent.next()) {
                ConsumerRecord<byte[], byte[]> record = next.get();
                Optional<ConsumerRecord<byte[], byte[]>> there = arrived.next();
                ConsumerRecord<byte[], byte[]> copy = there.isPresent()
                        ? there.get()
                        : Await.value("the copy of " + partition + "@" + record.offset(), LIMIT, arrived::next);
                if (!Origin.of(copy).equals(new Origin(partition, record.offset()))) {
                    throw new AssertionError(
                            "in place of " + partition + "@" + record.offset() + " arrived " + Origin.of(copy));
                }
                check.accept(new Copied(record, copy));
                count++;
            }
            assertThat(arrived.next()).as("more than was sent in " + partition).isEmpty();
        }
        return count;
    }

    /** Waits until the target's topic holds so many committed records. */
    void awaitCount(String targetTopic, int count) {
        Await.until(
                count + " records in " + targetTopic,
                LIMIT,
                () -> target.topics().contains(targetTopic)
                        && target.records(targetTopic).size() >= count);
    }

    private static List<Copied> compare(
            List<ConsumerRecord<byte[], byte[]>> sent, List<ConsumerRecord<byte[], byte[]>> copies) {
        Map<String, List<ConsumerRecord<byte[], byte[]>>> sentOf = new TreeMap<>();
        sent.forEach(record -> sentOf.computeIfAbsent(partition(record).toString(), none -> new ArrayList<>())
                .add(record));
        Map<String, List<ConsumerRecord<byte[], byte[]>>> copiesOf = new TreeMap<>();
        copies.forEach(
                copy -> copiesOf.computeIfAbsent(Origin.of(copy).partition().toString(), none -> new ArrayList<>())
                        .add(copy));
        assertThat(copiesOf.keySet()).as("partitions with copies").isEqualTo(sentOf.keySet());

        List<Copied> all = new ArrayList<>();
        sentOf.forEach((partition, records) -> {
            List<ConsumerRecord<byte[], byte[]>> found = copiesOf.getOrDefault(partition, List.of());
            assertSameOffsets(partition, records, found);
            Set<TopicPartition> targets = new HashSet<>();
            found.forEach(copy -> targets.add(partition(copy)));
            assertThat(targets).as("where the copies of " + partition + " are").hasSize(1);
            for (int i = 0; i < records.size(); i++) {
                all.add(new Copied(records.get(i), found.get(i)));
            }
        });
        return all;
    }

    private static void assertSameOffsets(
            String partition,
            List<ConsumerRecord<byte[], byte[]>> records,
            List<ConsumerRecord<byte[], byte[]>> found) {
        List<Long> offsets = records.stream().map(ConsumerRecord::offset).toList();
        List<Long> copied = found.stream().map(copy -> Origin.of(copy).offset()).toList();
        if (!copied.equals(offsets)) {
            Set<Long> missing = new TreeSet<>(offsets);
            missing.removeAll(new HashSet<>(copied));
            throw new AssertionError(partition + ": " + offsets.size() + " records, " + copied.size() + " copies of "
                    + new HashSet<>(copied).size() + " of them; missing: "
                    + missing.stream().limit(SHOWN).toList());
        }
    }

    static TopicPartition partition(ConsumerRecord<byte[], byte[]> record) {
        return new TopicPartition(record.topic(), record.partition());
    }
}
