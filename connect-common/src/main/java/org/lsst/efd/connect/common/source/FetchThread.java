package org.lsst.efd.connect.common.source;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One consumer on a thread of its own. All methods may be called from any thread. */
final class FetchThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FetchThread.class);
    private static final Duration POLL_TIMEOUT = Duration.ofMillis(100);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);
    private static final long REPORT_INTERVAL_MS = 200;
    private static final long LAGS_INTERVAL_MS = 5_000;
    private static final Duration LAGS_TIMEOUT = Duration.ofSeconds(2);
    /** After a question about lags that got no answer. */
    private static final long QUESTION_REST_MS = 60_000;

    private final org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer;
    private final Clock clock;
    private final FetchLoop loop;
    private final Queue<Consumer<FetchLoop>> commands = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile Map<TopicPartition, PartitionState> states = Map.of();
    private volatile Map<TopicPartition, Long> lags = Map.of();
    private volatile @Nullable RuntimeException fatal;
    private volatile boolean isClosing;
    private long reportDueMs;
    private long lagsDueMs;
    private long questionDueMs;

    FetchThread(
            org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer,
            ReaderRules rules,
            PrefetchBuffer buffer,
            Clock clock,
            String name) {
        this.consumer = consumer;
        this.clock = clock;
        this.loop = new FetchLoop(consumer, rules, buffer, new SplittableRandom());
        this.thread = new Thread(this::run, name);
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Has the thread do something with its loop before it reads on. */
    void tell(Consumer<FetchLoop> command) {
        commands.add(command);
    }

    /** Has the thread do something with its consumer; a failure is logged and does not matter. */
    void tellConsumer(Consumer<org.apache.kafka.clients.consumer.Consumer<byte[], byte[]>> command) {
        commands.add(ignored -> {
            try {
                command.accept(consumer);
            } catch (WakeupException | InterruptException closing) {
                throw closing;
            } catch (KafkaException failed) {
                LOG.debug("A question to the source cluster failed", failed);
            }
        });
    }

    Map<TopicPartition, PartitionState> states() {
        return states;
    }

    Map<TopicPartition, Long> lags() {
        return lags;
    }

    /** Why nothing can be read any more; null while it can. */
    @Nullable
    RuntimeException fatal() {
        return fatal;
    }

    private void run() {
        try {
            while (!isClosing) {
                for (Consumer<FetchLoop> command = commands.poll(); command != null; command = commands.poll()) {
                    command.accept(loop);
                }
                loop.step(clock.millis(), POLL_TIMEOUT);
                report();
            }
        } catch (WakeupException | InterruptException closing) {
            LOG.debug("The reader is closing");
        } catch (RuntimeException failed) {
            fatal = failed;
        } catch (Error failed) {
            fatal = new ConnectException("The reader failed: " + failed, failed);
        } finally {
            closeConsumer();
        }
    }

    @SuppressWarnings("deprecation") // what replaces close(Duration) does not exist in a 3.9 worker
    private void closeConsumer() {
        consumer.close(CLOSE_TIMEOUT);
    }

    private void report() {
        long nowMs = clock.millis();
        if (nowMs >= reportDueMs || nowMs < reportDueMs - REPORT_INTERVAL_MS) {
            reportDueMs = nowMs + REPORT_INTERVAL_MS;
            states = loop.states();
        }
        if (nowMs >= lagsDueMs || nowMs < lagsDueMs - LAGS_INTERVAL_MS) {
            loop.lookForSilence(nowMs);
            reportLags(nowMs);
            // the question may have taken long
            lagsDueMs = clock.millis() + LAGS_INTERVAL_MS;
        }
    }

    private void reportLags(long nowMs) {
        if (nowMs < questionDueMs && nowMs >= questionDueMs - QUESTION_REST_MS) {
            lags = loop.knownLags();
            return;
        }
        try {
            lags = loop.lags(LAGS_TIMEOUT);
        } catch (AuthenticationException | WakeupException | InterruptException end) {
            throw end;
        } catch (KafkaException noAnswer) {
            LOG.debug("The source cluster does not tell where its partitions end", noAnswer);
            // one partition without a leader is enough, and everything waits for the question
            lags = loop.knownLags();
            questionDueMs = clock.millis() + QUESTION_REST_MS;
        }
    }

    /** Tells the thread to end. */
    @Override
    public void close() {
        isClosing = true;
        if (thread.getState() == Thread.State.NEW) {
            closeConsumer();
        } else {
            consumer.wakeup();
        }
    }

    /** Waits a moment for the end of the thread. */
    void awaitEnd() {
        try {
            thread.join(2 * CLOSE_TIMEOUT.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
