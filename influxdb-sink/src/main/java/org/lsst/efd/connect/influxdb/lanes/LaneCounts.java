package org.lsst.efd.connect.influxdb.lanes;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.lsst.efd.connect.common.metrics.TaskMetrics;

/** What the lanes of a task did so far. Thread-safe. */
public final class LaneCounts {
    private final LongAdder requests = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder points = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final LongAdder bisections = new LongAdder();
    private final LongAdder batches = new LongAdder();
    private final LongAdder batchBytes = new LongAdder();
    private final LongAdder batchLines = new LongAdder();
    private final LongAdder latencyNs = new LongAdder();
    private final AtomicLong latencyMaxNs = new AtomicLong();
    private final AtomicLong lastStoredMs = new AtomicLong();
    private final AtomicLong waiting = new AtomicLong();

    /** Registers what a person may want to see. */
    public void registerIn(TaskMetrics metrics) {
        metrics.gauge("points-written-total", "Points stored", this::points);
        metrics.gauge("bytes-sent-total", "Bytes of line protocol sent, repeats included", this::bytes);
        metrics.gauge("requests-total", "Write requests sent, repeats included", this::requests);
        metrics.gauge("batch-bytes-avg", "Bytes of a batch", this::batchBytesAverage);
        metrics.gauge("batch-lines-avg", "Lines of a batch", this::batchLinesAverage);
        metrics.gauge("request-latency-avg", "Milliseconds from request to answer", this::latencyAverageMs);
        metrics.gauge("request-latency-max", "Milliseconds from request to answer, the longest", this::latencyMaxMs);
        metrics.gauge("retries-total", "Requests sent again because the server was away", this::retries);
        metrics.gauge("bisections-total", "Refused requests sent again in parts", this::bisections);
        metrics.gauge("lanes-waiting", "Lanes that wait to try again", this::waiting);
    }

    /** Requests sent, repeated ones included. */
    public long requests() {
        return requests.sum();
    }

    /** Bytes of line protocol sent, repeated ones included. */
    public long bytes() {
        return bytes.sum();
    }

    /** Points stored. */
    public long points() {
        return points.sum();
    }

    /** Requests repeated because the server was away. */
    public long retries() {
        return retries.sum();
    }

    /** Refused requests that were sent again in parts. */
    public long bisections() {
        return bisections.sum();
    }

    /** Bytes in a batch, on average. */
    public double batchBytesAverage() {
        return average(batchBytes, batches);
    }

    /** Lines in a batch, on average. */
    public double batchLinesAverage() {
        return average(batchLines, batches);
    }

    /** Milliseconds from request to answer, on average. */
    public double latencyAverageMs() {
        return average(latencyNs, requests) / 1e6;
    }

    /** Milliseconds from request to answer, the longest so far. */
    public double latencyMaxMs() {
        return latencyMaxNs.get() / 1e6;
    }

    /** When a point was last stored, in milliseconds of the wall clock; 0 for never. */
    public long lastStoredMs() {
        return lastStoredMs.get();
    }

    /** How many lanes wait to try again. */
    public long waiting() {
        return waiting.get();
    }

    private static double average(LongAdder sum, LongAdder count) {
        long n = count.sum();
        return n == 0 ? 0 : (double) sum.sum() / n;
    }

    void batch(int sizeBytes, int lines) {
        batches.increment();
        batchBytes.add(sizeBytes);
        batchLines.add(lines);
    }

    void request(int sizeBytes, long tookNs) {
        requests.increment();
        bytes.add(sizeBytes);
        latencyNs.add(tookNs);
        latencyMaxNs.accumulateAndGet(tookNs, Math::max);
    }

    void stored(int lines) {
        points.add(lines);
        lastStoredMs.set(System.currentTimeMillis());
    }

    void retry() {
        retries.increment();
    }

    void bisection() {
        bisections.increment();
    }

    void waits(boolean isWaiting) {
        waiting.addAndGet(isWaiting ? 1 : -1);
    }
}
