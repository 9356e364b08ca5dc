package org.lsst.efd.connect.common.errors;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where records go that can never be written.
 *
 * <ol>
 *   <li>To the dead letter queue, where Connect gives the task a reporter.
 *   <li>With none and {@code errors.tolerance=all} they are counted, with a WARN at most once a minute and kind.
 *   <li>Otherwise a {@link DataException} stops the task. It names topic, partition and offset, and what the error says;
 *       never a value.
 * </ol>
 *
 * <p>A task ends each {@code put} with {@link #settle}, which waits until all reports are durable. All methods belong to
 * the task thread but {@link #handOver} and the counts, which any thread may call.
 */
public final class BadRecords {
    private static final Logger LOG = LoggerFactory.getLogger(BadRecords.class);
    private static final long MS_BETWEEN_WARNINGS = 60_000;

    private final @Nullable ErrantRecordReporter reporter;
    private final boolean areTolerated;
    private final Clock clock;
    private final Queue<Rejection> handedOver = new ConcurrentLinkedQueue<>();
    private final Queue<Report> unsettled = new ArrayDeque<>();
    private final Map<String, Long> countByKind = new ConcurrentHashMap<>();
    private final Map<String, Long> warnedMs = new TreeMap<>();

    /**
     * The rules for one task.
     *
     * @param reporter what Connect gave the task; null where it gave none
     * @param areTolerated whether {@code errors.tolerance} is {@code all}
     */
    public BadRecords(@Nullable ErrantRecordReporter reporter, boolean areTolerated, Clock clock) {
        this.reporter = reporter;
        this.areTolerated = areTolerated;
        this.clock = clock;
    }

    /** The rules that the context and the configuration of a task ask for. */
    public static BadRecords of(SinkTaskContext context, Map<String, String> connectorConfiguration) {
        String tolerance = connectorConfiguration.getOrDefault("errors.tolerance", "none");
        return new BadRecords(context.errantRecordReporter(), tolerance.equalsIgnoreCase("all"), Clock.systemUTC());
    }

    /**
     * Reports a record.
     *
     * @param record the record as it was consumed
     * @param kind a word for the metrics, such as {@code time} or {@code conflict}
     * @param error what is wrong, with the column where there is one; without coordinates and values
     * @throws DataException if bad records are not tolerated
     */
    public void report(SinkRecord record, String kind, DataException error) {
        report(new Rejection(record, kind, error, () -> {}));
    }

    /**
     * Hands a bad record to the task thread, which reports it in its next {@link #settle}. Thread-safe.
     *
     * @param whenDurable runs on the task thread when the report is durable: until then nothing that leaves the record
     *     out may become durable, and its offset is still needed
     */
    public void handOver(SinkRecord record, String kind, DataException error, Runnable whenDurable) {
        handedOver.add(new Rejection(record, kind, error, whenDurable));
    }

    /**
     * Reports what was handed over and waits until every report is durable.
     *
     * @throws DataException if bad records are not tolerated
     * @throws ConnectException if a report could not be written, or on interruption
     */
    public void settle() {
        for (Rejection rejection = handedOver.poll(); rejection != null; rejection = handedOver.poll()) {
            report(rejection);
        }
        List<Runnable> durable = new ArrayList<>();
        for (Report report = unsettled.peek(); report != null; report = unsettled.peek()) {
            await(report.future());
            durable.add(report.whenDurable());
            unsettled.remove();
        }
        durable.forEach(Runnable::run);
    }

    /** How many were reported or counted since the start. */
    public long count() {
        return countByKind.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The same by kind. */
    public Map<String, Long> countByKind() {
        return Map.copyOf(countByKind);
    }

    private void report(Rejection rejection) {
        SinkRecord record = rejection.record();
        DataException located =
                new DataException(coordinates(record) + ": " + rejection.error().getMessage(), rejection.error());
        countByKind.merge(rejection.kind(), 1L, Long::sum);
        if (reporter != null) {
            unsettled.add(new Report(reporter.report(record, located), rejection.whenDurable()));
        } else if (areTolerated) {
            warn(rejection.kind(), located);
            rejection.whenDurable().run();
        } else {
            throw located;
        }
    }

    private void warn(String kind, DataException located) {
        long nowMs = clock.millis();
        Long lastMs = warnedMs.get(kind);
        if (lastMs == null || nowMs - lastMs >= MS_BETWEEN_WARNINGS) {
            warnedMs.put(kind, nowMs);
            LOG.warn(
                    "Bad record dropped ({} of kind {} so far; set errors.deadletterqueue.topic.name to keep them): {}",
                    countByKind.get(kind),
                    kind,
                    located.getMessage());
        }
    }

    private static void await(Future<Void> report) {
        try {
            report.get();
        } catch (CancellationException partitionRevoked) {
            // Connect cancels the wait, not the report, when it revokes the partition; the next owner may report again
            LOG.debug("Report of a revoked partition is not waited for");
        } catch (ExecutionException failed) {
            throw new ConnectException("A bad record could not be written to the dead letter queue", failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ConnectException("Interrupted while waiting for the dead letter queue", interrupted);
        }
    }

    /** Topic, partition and offset of a record as it was consumed, for messages: {@code topic-partition@offset}. */
    public static String coordinates(SinkRecord record) {
        return record.originalTopic() + "-" + record.originalKafkaPartition() + "@" + record.originalKafkaOffset();
    }

    private record Rejection(SinkRecord record, String kind, DataException error, Runnable whenDurable) {}

    private record Report(Future<Void> future, Runnable whenDurable) {}
}
