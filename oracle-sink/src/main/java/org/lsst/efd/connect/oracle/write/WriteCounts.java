package org.lsst.efd.connect.oracle.write;

import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.lsst.efd.connect.common.metrics.TaskMetrics;
import org.lsst.efd.connect.oracle.dialect.FailureKind;

/** What the writer did. Thread-safe. */
public final class WriteCounts {
    private static final double NANOS_PER_MS = 1e6;

    private final LongAdder rows = new LongAdder();
    private final LongAdder transactions = new LongAdder();
    private final LongAdder transactionNs = new LongAdder();
    private final AtomicLong transactionMaxNs = new AtomicLong();
    private final LongAdder withdrawn = new LongAdder();
    private final LongAdder bisections = new LongAdder();
    private final LongAdder missing = new LongAdder();
    private final LongAdder duplicates = new LongAdder();
    private final LongAdder partitionsDropped = new LongAdder();
    private final Map<FailureKind, LongAdder> failures = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> bad = new ConcurrentHashMap<>();

    public WriteCounts() {
        for (FailureKind kind : FailureKind.values()) {
            failures.put(kind, new LongAdder());
            bad.put(kind.name().toLowerCase(java.util.Locale.ROOT), new LongAdder());
        }
    }

    void committed(int rowCount, long tookNs) {
        rows.add(rowCount);
        transactions.increment();
        transactionNs.add(tookNs);
        transactionMaxNs.accumulateAndGet(tookNs, Math::max);
    }

    void withdrawn(int transactionCount) {
        withdrawn.add(transactionCount);
    }

    void failed(FailureKind kind) {
        failures.computeIfAbsent(kind, fresh -> new LongAdder()).increment();
    }

    void rejected(String kind) {
        bad.computeIfAbsent(kind, fresh -> new LongAdder()).increment();
    }

    void bisection() {
        bisections.increment();
    }

    /** Counts the updates that found no row, where the driver tells. */
    void missing(int[] updated) {
        for (int count : updated) {
            if (count == 0 && count != Statement.SUCCESS_NO_INFO) {
                missing.increment();
            }
        }
    }

    void duplicate() {
        duplicates.increment();
    }

    void partitionsDropped(int count) {
        partitionsDropped.add(count);
    }

    /** Rows written so far. */
    public long rows() {
        return rows.sum();
    }

    /** Registers the counts. */
    public void registerIn(TaskMetrics metrics) {
        metrics.gauge("rows-written-total", "Rows in committed transactions", rows::sum);
        metrics.gauge("transactions-total", "Committed transactions", transactions::sum);
        metrics.gauge(
                "transaction-rows-avg", "Rows of a transaction", () -> ratio((double) rows.sum(), transactions.sum()));
        metrics.gauge(
                "transaction-latency-avg",
                "Milliseconds from the first statement of a transaction to its commit",
                () -> ratio(transactionNs.sum() / NANOS_PER_MS, transactions.sum()));
        metrics.gauge(
                "transaction-latency-max",
                "The longest of these since the last look",
                () -> transactionMaxNs.getAndSet(0) / NANOS_PER_MS);
        metrics.gauge(
                "withdrawn-transactions-total",
                "Transactions that were undone because one before them failed or took long",
                withdrawn::sum);
        metrics.gauge("bisections-total", "Batches that were halved to find bad rows", bisections::sum);
        metrics.gauge("missing-rows-total", "Updates that found no row, where the driver tells", missing::sum);
        metrics.gauge("duplicate-rows-total", "Rows that were there already", duplicates::sum);
        metrics.gauge("partitions-dropped-total", "Partitions older than the retention", partitionsDropped::sum);
        failures.forEach((kind, count) -> metrics.gauge(
                "failed-attempts-total", "Transactions that failed, by kind", tag("kind", kind.name()), count::sum));
        bad.forEach((kind, count) -> metrics.gauge(
                "bad-records-total", "Rows that the database refused, by kind", tag("reason", kind), count::sum));
    }

    private static Map<String, String> tag(String name, String value) {
        return Map.of(name, value.toLowerCase(java.util.Locale.ROOT));
    }

    private static double ratio(double sum, long count) {
        return count == 0 ? 0 : sum / count;
    }
}
