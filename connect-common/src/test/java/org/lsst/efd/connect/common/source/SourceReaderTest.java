package org.lsst.efd.connect.common.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.lsst.efd.connect.common.retry.RetryPolicy;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class SourceReaderTest {
    private static final TopicPartition A = new TopicPartition("a", 0);
    private static final TopicPartition B = new TopicPartition("b", 0);
    private static final Uuid ID = Uuid.randomUuid();

    private final WaitingConsumer consumer = new WaitingConsumer();
    private final ReaderRules rules = new ReaderRules(
            new StartPolicy.Earliest(),
            false,
            false,
            false,
            false,
            new RetryPolicy(-1, Duration.ofMillis(1), Duration.ofMillis(1)),
            1_000_000,
            false);

    /** Polls without records take a moment, as those of a real consumer do. */
    private static final class WaitingConsumer extends MockConsumer<byte[], byte[]> {
        private final BlockingQueue<Map<TopicPartition, OffsetAndMetadata>> commits = new LinkedBlockingQueue<>();
        private volatile @Nullable KafkaException refusal;

        WaitingConsumer() {
            super("none");
        }

        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized") // others get the lock while it waits
        public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            return super.poll(timeout);
        }

        @Override
        public synchronized void commitAsync(
                Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable OffsetCommitCallback callback) {
            commits.add(offsets);
            Objects.requireNonNull(callback).onComplete(offsets, refusal);
        }
    }

    @Test
    void positionsThatHaveMovedArePublishedAndAgainAfterARefusal() throws Exception {
        try (SourceReader reader = reader()) {
            reader.publish(Map.of(A, 1L, B, 2L));
            assertThat(committed()).containsOnlyKeys(A, B);
            reader.publish(Map.of(A, 1L, B, 3L));
            assertThat(committed()).isEqualTo(Map.of(B, new OffsetAndMetadata(3)));
            consumer.refusal = new GroupAuthorizationException("lag");
            reader.publish(Map.of(A, 4L, B, 3L));
            assertThat(committed()).containsOnlyKeys(A);
            consumer.refusal = null;
            reader.publish(Map.of(A, 4L, B, 3L));
            assertThat(committed()).containsOnlyKeys(A);
            reader.publish(Map.of(A, 4L, B, 3L));
            reader.publish(Map.of(A, 5L, B, 3L));
            assertThat(committed()).isEqualTo(Map.of(A, new OffsetAndMetadata(5)));
        }
    }

    /** What was committed, once the reader has been told what became of it. */
    private Map<TopicPartition, OffsetAndMetadata> committed() throws InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.commits.take();
        // the callback has run when the lock of the commit is free
        synchronized (consumer) {
            return committed;
        }
    }

    @Test
    void deliversWhatItReadsAheadAndHoldsBackWhatItIsToldTo() throws Exception {
        try (SourceReader reader = reader()) {
            own(reader);
            assertThat(take(reader, 2)).hasOnlyElementsOfType(SourceEvent.Started.class);
            reader.hold(Set.of(A));
            produce(A, 0);
            produce(B, 0);
            assertThat(take(reader, 1)).extracting(SourceEvent::partition).containsExactly(B);
            reader.hold(Set.of());
            assertThat(take(reader, 1)).extracting(SourceEvent::partition).containsExactly(A);
            while (!reader.states().keySet().equals(Set.of(A, B))) {
                Thread.onSpinWait();
            }
            assertThat(reader.progress(Set.of(A)).get(60, TimeUnit.SECONDS))
                    .isEqualTo(Map.of(A, new Progress(1, 1, true)));
        }
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void readsAPartitionAgain() throws Exception {
        try (SourceReader reader = reader()) {
            own(reader);
            take(reader, 2);
            produce(A, 0);
            take(reader, 1);
            StoredPosition first = new StoredPosition(0, Optional.empty(), Optional.empty());
            reader.readAgainFrom(A, first, "schema unknown", Duration.ZERO);
            while (!(reader.states().get(A) instanceof PartitionState.Running) || !standsAtBegin()) {
                Thread.onSpinWait();
            }
            produce(A, 0);
            assertThat(take(reader, 1)).extracting(SourceEvent::partition).containsExactly(A);
        }
    }

    /** The reader moves the consumer on its own thread; between assignment and seek it stands nowhere. */
    private boolean standsAtBegin() {
        try {
            return consumer.position(A) == 0;
        } catch (NoOffsetForPartitionException | IllegalStateException | IllegalArgumentException onItsWay) {
            return false;
        }
    }

    @Test
    void failsTheTaskWhenTheCredentialsAreRefused() {
        consumer.setPollException(new SaslAuthenticationException("refused"));
        try (SourceReader reader = reader()) {
            own(reader);
            assertThatThrownBy(() -> take(reader, 3))
                    .isInstanceOf(ConnectException.class)
                    .hasRootCauseInstanceOf(SaslAuthenticationException.class);
        }
    }

    @Test
    void failsTheTaskAlsoWhileAnotherConsumerDelivers() throws Exception {
        MockConsumer<byte[], byte[]> other = new WaitingConsumer();
        TopicPartition next = new TopicPartition("a", 1);
        for (MockConsumer<byte[], byte[]> each : List.of(consumer, other)) {
            each.updateBeginningOffsets(Map.of(A, 0L, next, 0L));
            each.updateEndOffsets(Map.of(A, 0L, next, 0L));
        }
        try (SourceReader reader =
                new SourceReader(List.of(consumer, other), rules, Clock.systemUTC(), "reader-test").start()) {
            reader.own(List.of(
                    new OwnedPartition(A, ID, Optional.empty()), new OwnedPartition(next, ID, Optional.empty())));
            take(reader, 2);
            consumer.setPollException(new SaslAuthenticationException("refused"));
            TopicPartition delivered = other.assignment().iterator().next();
            assertThatThrownBy(() -> {
                        for (long offset = 0; ; offset++) {
                            other.addRecord(new ConsumerRecord<>(
                                    delivered.topic(), delivered.partition(), offset, null, new byte[10]));
                            other.updateEndOffsets(Map.of(delivered, offset + 1));
                            // there is always something to take
                            while (reader.bufferedBytes() == 0) {
                                Thread.onSpinWait();
                            }
                            take(reader, 1);
                        }
                    })
                    .isInstanceOf(ConnectException.class)
                    .hasRootCauseInstanceOf(SaslAuthenticationException.class);
        }
    }

    @Test
    void sourcePartitionsKeepTheOrderOfConnectsOwnMaps() {
        assertThat(SourcePartitions.ofPartition("summit", "a", 0))
                .isEqualTo(Map.of("cluster", "summit", "topic", "a", "partition", 0));
        assertThatThrownBy(() -> SourcePartitions.ofTopic("summit", "a").put("x", 1))
                .isInstanceOf(UnsupportedOperationException.class);
        // Connect's JsonConverter puts what it reads back into new HashMap<>(), whose capacity counts for the order
        Map<String, Object> readBack = new HashMap<>();
        readBack.put("topic", "a");
        readBack.put("partition", 0);
        readBack.put("cluster", "summit");
        assertThat(List.copyOf(SourcePartitions.ofPartition("summit", "a", 0).keySet()))
                .isEqualTo(List.copyOf(readBack.keySet()));
        assertThat(SourcePartitions.ofPartition("summit", "a", 0))
                .isEqualTo(readBack)
                .hasSameHashCodeAs(readBack);
        assertThat(readBack).isEqualTo(SourcePartitions.ofPartition("summit", "a", 0));
    }

    private SourceReader reader() {
        consumer.updateBeginningOffsets(Map.of(A, 0L, B, 0L));
        consumer.updateEndOffsets(Map.of(A, 0L, B, 0L));
        return new SourceReader(consumer, rules, Clock.systemUTC(), "reader-test").start();
    }

    private static void own(SourceReader reader) {
        reader.own(List.of(new OwnedPartition(A, ID, Optional.empty()), new OwnedPartition(B, ID, Optional.empty())));
    }

    private void produce(TopicPartition partition, long offset) {
        consumer.addRecord(new ConsumerRecord<>(partition.topic(), partition.partition(), offset, null, new byte[10]));
        consumer.updateEndOffsets(Map.of(partition, offset + 1));
    }

    private static List<SourceEvent> take(SourceReader reader, int count) throws InterruptedException {
        List<SourceEvent> taken = new ArrayList<>();
        while (taken.size() < count) {
            taken.addAll(reader.poll(Duration.ofMillis(100)));
        }
        return taken;
    }
}
