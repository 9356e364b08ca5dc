package org.lsst.efd.quickstart.latency;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.lsst.efd.quickstart.stores.InfluxQuery;

/**
 * Asks InfluxDB again and again for new points of a few topics. A point tells the time for which it was made at the
 * Summit; the time at which a query returns it first, less that, is its latency. The first seconds, in which connectors
 * find their topics, are left out. Thread-safe.
 */
public final class LatencyProbe implements AutoCloseable {
    private static final int MAX_TOPICS = 4;
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(25);

    private final InfluxQuery influx;
    private final Supplier<List<String>> topics;
    private final Latencies latencies = new Latencies();
    private final Map<String, Long> lastNs = new HashMap<>();
    private final Thread thread;
    private volatile boolean isClosed;

    /** Starts asking for the first few of these topics. */
    public LatencyProbe(InfluxQuery influx, Supplier<List<String>> topics) {
        this.influx = influx;
        this.topics = topics;
        this.thread = new Thread(this::probe, "latency");
        thread.setDaemon(true);
        thread.start();
    }

    /** What was measured; it grows until this is closed. */
    public Latencies latencies() {
        return latencies;
    }

    @Override
    public void close() {
        isClosed = true;
        try {
            thread.join(Duration.ofSeconds(5).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void probe() {
        try {
            long beginNs = nowNs() + WARM_UP.toNanos();
            while (!isClosed) {
                Thread.sleep(PAUSE.toMillis());
                List<String> some = topics.get().stream().limit(MAX_TOPICS).toList();
                for (String topic : some) {
                    ask(topic, beginNs);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask(String topic, long beginNs) throws InterruptedException {
        long last = lastNs.getOrDefault(topic, beginNs);
        String question = "SELECT sequence FROM " + InfluxQuery.quoted(topic) + " WHERE time > " + last + "ns";
        try {
            List<List<Object>> points = influx.rows(question);
            long now = nowNs();
            for (List<Object> point : points) {
                long timeNs = ((Number) point.get(0)).longValue();
                latencies.add(now - timeNs);
                last = Math.max(last, timeNs);
            }
            lastNs.put(topic, last);
        } catch (IOException e) {
            // the server is away; what comes when it is back counts with the time it was away
            lastNs.put(topic, last);
        }
    }

    private static long nowNs() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }
}
