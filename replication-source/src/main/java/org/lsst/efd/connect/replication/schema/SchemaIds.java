package org.lsst.efd.connect.replication.schema;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.retry.Believed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ids that stand at the target for ids of the source: what is known is answered at once, what is not is asked for on
 * threads of their own. Thread-safe.
 */
public final class SchemaIds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SchemaIds.class);
    private static final IdAnswer PENDING = new IdAnswer.Pending();
    /** Hundreds of topics may appear at once, and a registry takes a while for each. */
    private static final int THREADS = 8;

    private final IdResolver resolver;
    private final SchemaReport report;
    private final Clock clock;
    private final Map<IdQuestion, Believed<IdAnswer>> answers = new ConcurrentHashMap<>();
    private final ScheduledExecutorService threads;

    SchemaIds(IdResolver resolver, SchemaReport report, Clock clock, String threadName) {
        this.resolver = resolver;
        this.report = report;
        this.clock = clock;
        this.threads = Executors.newScheduledThreadPool(THREADS, work -> {
            Thread made = new Thread(work, threadName);
            made.setDaemon(true);
            return made;
        });
    }

    /** From now on also brings whole subjects to the target, again and again, whether or not records need them. */
    void copySubjects(WholeSubjects subjects, Duration interval) {
        repeat(subjects::copy, Duration.ZERO, interval);
    }

    /** From now on logs the report, no more often than this, where its numbers have changed. */
    void tellReport(Duration interval) {
        repeat(() -> report.news().ifPresent(news -> LOG.info("Schemas at the target: {}", news)), interval, interval);
    }

    private void repeat(Runnable work, Duration first, Duration interval) {
        Runnable safe = () -> {
            try {
                work.run();
            } catch (RuntimeException | Error unexpected) {
                // thrown on, it would end the repetition without a word
                LOG.error("Tried again after {}", interval, unexpected);
            }
        };
        ScheduledFuture<?> unused =
                threads.scheduleWithFixedDelay(safe, first.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What is known of the id; asks for it where nothing is, or what was told is no longer believed. Never waits. */
    public IdAnswer answerTo(IdQuestion question) {
        Believed<IdAnswer> given = answers.get(question);
        if (given == null) {
            return ask(question, null);
        }
        if (given.answer() instanceof IdAnswer.Known || given.answer() instanceof IdAnswer.Pending) {
            return given.answer();
        }
        long nowMs = clock.millis();
        if (!given.isBelieved(nowMs)) {
            return ask(question, given.answer());
        }
        answers.replace(question, given, given.told(nowMs));
        return given.answer();
    }

    private IdAnswer ask(IdQuestion question, @Nullable IdAnswer before) {
        answers.put(question, Believed.untold(PENDING, clock.millis()));
        report.asked();
        try {
            threads.execute(() -> {
                IdAnswer answer = resolve(question, Optional.ofNullable(before));
                answers.put(question, Believed.untold(answer, clock.millis()));
            });
        } catch (RejectedExecutionException closing) {
            LOG.debug("No more ids are asked for");
        }
        return PENDING;
    }

    private IdAnswer resolve(IdQuestion question, Optional<IdAnswer> before) {
        try {
            return new IdAnswer.Known(resolver.resolve(question));
        } catch (Unresolved unresolved) {
            String reason = unresolved.reason();
            return switch (unresolved.kind()) {
                case UNKNOWN -> new IdAnswer.Unknown(reason, firstMissed(before));
                case UNAVAILABLE -> new IdAnswer.Unavailable(reason);
                case CONFLICT -> new IdAnswer.Conflict(reason);
            };
        } catch (RuntimeException | Error unexpected) {
            LOG.error(
                    "Schema {} of topic {} cannot be brought to the target",
                    question.id(),
                    question.topic(),
                    unexpected);
            return new IdAnswer.Conflict("schema " + question.id() + ": " + unexpected);
        }
    }

    private long firstMissed(Optional<IdAnswer> before) {
        return before.isPresent() && before.get() instanceof IdAnswer.Unknown unknown
                ? unknown.sinceMs()
                : clock.millis();
    }

    /** What became of schemas so far. */
    public SchemaReport report() {
        return report;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
