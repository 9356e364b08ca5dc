package org.lsst.efd.connect.common.source;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the partitions that a task owns, on a thread of its own, and ahead up to a limit.
 *
 * <ol>
 *   <li>Events of a partition come in order; partitions take turns, so that one in a burst does not starve the others.
 *   <li>A partition that cannot be read waits and is tried again; the others go on.
 *   <li>Records that were deleted before they could be read, a truncated log and a topic made again are told, before the
 *       records that follow.
 * </ol>
 *
 * <p>The consumer must be made with {@code auto.offset.reset=none} and without automatic commits; it is used by assignment
 * only. All methods may be called from any thread; events should be taken by one.
 */
public final class SourceReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SourceReader.class);
    private static final Duration POLL_TIMEOUT = Duration.ofMillis(100);
    private static final Duration QUESTION_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private final Consumer<byte[], byte[]> consumer;
    private final Clock clock;
    private final PrefetchBuffer buffer;
    private final FetchLoop loop;
    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile Map<TopicPartition, PartitionState> states = Map.of();
    private volatile @Nullable RuntimeException fatal;
    private volatile boolean isClosing;

    /**
     * A reader that owns nothing.
     *
     * @param consumer is closed with this
     */
    public SourceReader(Consumer<byte[], byte[]> consumer, ReaderRules rules, Clock clock, String threadName) {
        this.consumer = consumer;
        this.clock = clock;
        this.buffer = new PrefetchBuffer(rules.prefetchMaxBytes());
        this.loop = new FetchLoop(consumer, rules, buffer, new SplittableRandom());
        this.thread = new Thread(this::run, threadName);
        this.thread.setDaemon(true);
    }

    /** Begins to read. */
    public SourceReader start() {
        thread.start();
        return this;
    }

    /** These partitions are to be read, and no others. Positions count for partitions that were not read so far. */
    public void own(Collection<OwnedPartition> partitions) {
        List<OwnedPartition> wanted = List.copyOf(partitions);
        commands.add(() -> loop.own(wanted));
    }

    /**
     * What came, at most one event of each partition; waits for the first.
     *
     * @param wait at most so long
     * @throws ConnectException if nothing can be read any more, such as when the credentials are refused
     */
    public List<SourceEvent> poll(Duration wait) throws InterruptedException {
        List<SourceEvent> events = buffer.take(wait.toMillis());
        RuntimeException cause = fatal;
        if (events.isEmpty() && cause != null) {
            throw new ConnectException("The source cluster can no longer be read", cause);
        }
        return events;
    }

    /**
     * Has a partition read again from an offset, after a delay: what the task could not use now comes once more. Events of
     * it that were read ahead are dropped at once.
     *
     * @param reason told as its state meanwhile
     */
    public void readAgainFrom(TopicPartition partition, long offset, String reason, Duration delay) {
        buffer.block(partition);
        long nowMs = clock.millis();
        commands.add(() -> {
            buffer.block(partition);
            loop.readAgainFrom(partition, offset, reason, nowMs, nowMs + delay.toMillis());
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
        CompletableFuture<Map<TopicPartition, Progress>> answer = new CompletableFuture<>();
        commands.add(() -> {
            try {
                answer.complete(loop.progress(partitions, QUESTION_TIMEOUT));
            } catch (KafkaException noAnswer) {
                answer.completeExceptionally(noAnswer);
            }
        });
        return answer;
    }

    /** How the reading of each owned partition goes. */
    public Map<TopicPartition, PartitionState> states() {
        return states;
    }

    /** Bytes read ahead. */
    public long bufferedBytes() {
        return buffer.bytes();
    }

    @SuppressWarnings("deprecation") // what replaces close(Duration) does not exist in a 3.9 worker
    private void run() {
        try {
            while (!isClosing) {
                for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
                    command.run();
                }
                loop.step(clock.millis(), POLL_TIMEOUT);
                states = loop.states();
            }
        } catch (WakeupException | InterruptException closing) {
            LOG.debug("The reader is closing");
        } catch (RuntimeException failed) {
            fatal = failed;
        } finally {
            consumer.close(CLOSE_TIMEOUT);
        }
    }

    /** Ends reading; waits a moment for the thread. */
    @Override
    public void close() {
        isClosing = true;
        consumer.wakeup();
        try {
            thread.join(2 * CLOSE_TIMEOUT.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
