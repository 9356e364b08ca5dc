package org.lsst.efd.connect.common.source;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the partitions that a task owns, on threads of its own, and ahead up to a limit.
 *
 * <ol>
 *   <li>Events of a partition come in order; partitions take turns, so that one in a burst does not starve the others.
 *   <li>A partition that cannot be read waits and is tried again; the others go on.
 *   <li>Records that were deleted before they could be read, a truncated log and a topic made again are told, before the
 *       records that follow.
 * </ol>
 *
 * <p>Several consumers share the partitions among them: each has connections of its own, which multiplies what a long way
 * lets through. They must be made with {@code auto.offset.reset=none} and without automatic commits; they are used by
 * assignment only. All methods may be called from any thread; events should be taken by one.
 */
public final class SourceReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SourceReader.class);
    private static final Duration QUESTION_TIMEOUT = Duration.ofSeconds(5);

    private final Clock clock;
    private final PrefetchBuffer buffer;
    private final long prefetchMaxBytes;
    private final List<FetchThread> threads = new ArrayList<>();
    private final Map<TopicPartition, Long> published = new ConcurrentHashMap<>();
    private final AtomicBoolean isRefusalTold = new AtomicBoolean();

    /**
     * A reader with one consumer that owns nothing.
     *
     * @param consumer is closed with this
     */
    public SourceReader(Consumer<byte[], byte[]> consumer, ReaderRules rules, Clock clock, String threadName) {
        this(List.of(consumer), rules, clock, threadName);
    }

    /**
     * A reader that owns nothing.
     *
     * @param consumers are closed with this
     */
    public SourceReader(List<Consumer<byte[], byte[]>> consumers, ReaderRules rules, Clock clock, String threadName) {
        this.clock = clock;
        this.prefetchMaxBytes = rules.prefetchMaxBytes();
        this.buffer = new PrefetchBuffer(prefetchMaxBytes);
        for (Consumer<byte[], byte[]> consumer : consumers) {
            threads.add(new FetchThread(consumer, rules, buffer, clock, threadName + "-" + threads.size()));
        }
    }

    /** Begins to read. */
    public SourceReader start() {
        threads.forEach(FetchThread::start);
        return this;
    }

    private FetchThread threadOf(TopicPartition partition) {
        return threads.get(Math.floorMod(partition.hashCode(), threads.size()));
    }

    /** These partitions are to be read, and no others. Positions count for partitions that were not read so far. */
    public void own(Collection<OwnedPartition> partitions) {
        Map<FetchThread, List<OwnedPartition>> shares = new HashMap<>();
        threads.forEach(thread -> shares.put(thread, new ArrayList<>()));
        partitions.forEach(owned -> shares.computeIfAbsent(threadOf(owned.partition()), none -> new ArrayList<>())
                .add(owned));
        shares.forEach((thread, share) -> thread.tell(loop -> loop.own(share)));
    }

    /** What came, up to a quarter of what may be read ahead; waits for the first. See {@link #poll(Duration, long)}. */
    public List<SourceEvent> poll(Duration wait) throws InterruptedException {
        return poll(wait, prefetchMaxBytes / 4);
    }

    /**
     * What came, partitions taking turns; waits for the first.
     *
     * @param wait at most so long
     * @param wantedBytes ends when so much is taken; the last event may exceed it
     * @throws ConnectException if nothing can be read any more, such as when the credentials are refused
     */
    public List<SourceEvent> poll(Duration wait, long wantedBytes) throws InterruptedException {
        List<SourceEvent> events = buffer.take(wait.toMillis(), wantedBytes);
        // also while others deliver: nobody else reads the partitions of a thread that has ended
        for (FetchThread thread : threads) {
            RuntimeException cause = thread.fatal();
            if (cause != null) {
                throw new ConnectException("The source cluster can no longer be read", cause);
            }
        }
        return events;
    }

    /**
     * Has a partition read again from a position, after a delay: what the task could not use now comes once more. Events of
     * it that were read ahead are dropped at once.
     *
     * @param reason told as its state meanwhile
     */
    public void readAgainFrom(TopicPartition partition, StoredPosition position, String reason, Duration delay) {
        buffer.refuse(partition);
        long nowMs = clock.millis();
        threadOf(partition).tell(loop -> {
            buffer.noteRefusal(partition);
            loop.readAgainFrom(partition, position, reason, nowMs, nowMs + delay.toMillis());
        });
    }

    /** Keeps these partitions back, and no others, until told otherwise. Nothing of them is lost. */
    public void hold(Set<TopicPartition> partitions) {
        buffer.hold(partitions);
    }

    /**
     * How far partitions are read, as the cluster says now. It completes exceptionally with {@link KafkaException} if the
     * cluster does not answer; partitions that are not being read are absent.
     */
    public CompletableFuture<Map<TopicPartition, Progress>> progress(Set<TopicPartition> partitions) {
        CompletableFuture<Map<TopicPartition, Progress>> all = CompletableFuture.completedFuture(new HashMap<>());
        for (FetchThread thread : threads) {
            Set<TopicPartition> share = new HashSet<>(partitions);
            share.removeIf(partition -> threadOf(partition) != thread);
            if (!share.isEmpty()) {
                all = all.thenCombine(progress(thread, share), (sum, more) -> {
                    sum.putAll(more);
                    return sum;
                });
            }
        }
        return all;
    }

    private static CompletableFuture<Map<TopicPartition, Progress>> progress(
            FetchThread thread, Set<TopicPartition> share) {
        CompletableFuture<Map<TopicPartition, Progress>> answer = new CompletableFuture<>();
        thread.tell(loop -> {
            try {
                answer.complete(loop.progress(share, QUESTION_TIMEOUT));
            } catch (KafkaException noAnswer) {
                answer.completeExceptionally(noAnswer);
            }
        });
        return answer;
    }

    /**
     * Tells the source cluster how far partitions are read, those that have moved since, for those who look there; nothing
     * is ever read back. What it refuses is told with the next call, and logged the first time. The consumers must have a
     * {@code group.id}.
     */
    public void publish(Map<TopicPartition, Long> positions) {
        for (FetchThread thread : threads) {
            Map<TopicPartition, OffsetAndMetadata> share = new HashMap<>();
            positions.forEach((partition, offset) -> {
                if (threadOf(partition) == thread && !offset.equals(published.get(partition))) {
                    share.put(partition, new OffsetAndMetadata(offset));
                }
            });
            if (!share.isEmpty()) {
                thread.tellConsumer(consumer -> consumer.commitAsync(share, this::published));
            }
        }
    }

    private void published(Map<TopicPartition, OffsetAndMetadata> share, @Nullable Exception refusal) {
        if (refusal == null) {
            share.forEach((partition, position) -> published.put(partition, position.offset()));
            isRefusalTold.set(false);
        } else if (!isRefusalTold.getAndSet(true)) {
            LOG.warn("The source cluster does not take positions of the group; they are told again", refusal);
        }
    }

    /** How the reading of each owned partition goes, as of a moment ago. */
    public Map<TopicPartition, PartitionState> states() {
        Map<TopicPartition, PartitionState> states = new HashMap<>();
        threads.forEach(thread -> states.putAll(thread.states()));
        return states;
    }

    /** How many records of each partition are still to be fetched, as of a moment ago. */
    public Map<TopicPartition, Long> lags() {
        Map<TopicPartition, Long> lags = new HashMap<>();
        threads.forEach(thread -> lags.putAll(thread.lags()));
        return lags;
    }

    /** How much may be read ahead, in bytes. */
    public long prefetchMaxBytes() {
        return prefetchMaxBytes;
    }

    /** Whether so much was read ahead that nothing is read now, of any partition. */
    public boolean isFull() {
        return buffer.isFull();
    }

    /** Bytes read ahead. */
    public long bufferedBytes() {
        return buffer.bytes();
    }

    /** Ends reading; waits a moment for the threads. */
    @Override
    public void close() {
        threads.forEach(FetchThread::close);
        threads.forEach(FetchThread::awaitEnd);
    }
}
