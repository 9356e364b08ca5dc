package org.lsst.efd.integration.replication;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.lsst.efd.integration.Sending;
import org.lsst.efd.integration.SteadySending;
import org.lsst.efd.quickstart.process.Await;
import org.lsst.efd.quickstart.stack.KafkaCluster;

/** Sends records at a steady rate to topics of the source, in turn, and sees how old they are when they are at the target. */
final class LatencyProbe implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration POLL = Duration.ofMillis(20);

    private final KafkaCluster target;
    private final List<String> topics;
    private final int recordsPerSecond;
    private final byte[] value;
    private final long beganNs;
    private final SteadySending sending;
    private long sent;

    /** Ages of records, in milliseconds, ascending. */
    record Ages(List<Long> sortedMs) {
        long most() {
            return sortedMs.get(sortedMs.size() - 1);
        }

        /** Below which 99 % of them are. */
        long p99() {
            return sortedMs.get(sortedMs.size() * 99 / 100);
        }

        @Override
        public String toString() {
            return String.format(
                    "%d records, median %d ms, 99 %% below %d ms, longest %d ms",
                    sortedMs.size(), sortedMs.get(sortedMs.size() / 2), p99(), most());
        }
    }

    /** Makes the topics, whose names are the prefix and a number from 0 on, of one partition each, and begins. */
    LatencyProbe(ReplicationSite site, String prefix, int topics, int recordsPerSecond, int recordBytes) {
        this.target = site.ldf();
        this.topics =
                IntStream.range(0, topics).mapToObj(topic -> prefix + topic).toList();
        this.recordsPerSecond = recordsPerSecond;
        this.value = new byte[recordBytes];
        new Random(1).nextBytes(value);
        // no frame of a schema
        value[0] = 1;
        this.topics.forEach(topic -> site.summit().createTopic(topic, 1));
        this.beganNs = System.nanoTime();
        this.sending = new SteadySending(site.summit(), this::send);
    }

    private void send(Sending sending, long nowNs) {
        for (long due = (nowNs - beganNs) * recordsPerSecond / 1_000_000_000L; sent < due; sent++) {
            sending.send(topics.get((int) (sent % topics.size())), 0, value);
        }
    }

    /** Looks for so long at what is committed at the target, once each topic is there. */
    Ages ages(Duration time) {
        try (Consumer<byte[], byte[]> consumer = target.consumer()) {
            List<TopicPartition> partitions =
                    topics.stream().map(topic -> new TopicPartition(topic, 0)).toList();
            Await.until(
                    "a record of each topic",
                    LIMIT,
                    () -> consumer.listTopics().keySet().containsAll(topics)
                            && consumer.endOffsets(partitions).values().stream().allMatch(end -> end > 0));
            consumer.assign(partitions);
            // what came before they were there is old
            long fromMs = System.currentTimeMillis();
            consumer.seekToEnd(partitions);
            List<Long> agesMs = new ArrayList<>();
            long endNs = System.nanoTime() + time.toNanos();
            while (System.nanoTime() < endNs) {
                consumer.poll(POLL).forEach(record -> {
                    if (record.timestamp() >= fromMs) {
                        agesMs.add(System.currentTimeMillis() - record.timestamp());
                    }
                });
            }
            return new Ages(agesMs.stream().sorted().toList());
        }
    }

    /** Ends the flow. */
    @Override
    public void close() {
        sending.close();
    }
}
