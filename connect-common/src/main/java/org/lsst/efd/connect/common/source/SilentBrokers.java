package org.lsst.efd.connect.common.source;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.lsst.efd.connect.common.source.PartitionState.Waiting;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which brokers say nothing any more of what is being read. A consumer tells nobody that it has lost one, and goes on asking it
 * for records; but one that is well answers within {@code fetch.max.wait.ms}, whether there are any or not.
 *
 * <p>Nothing is asked here: the bytes that came of each broker are compared, by the consumer's own metrics. Time counts only
 * while the reader has room for what comes, since one that is full asks for nothing. Belongs to the reader's thread.
 */
final class SilentBrokers {
    private static final Logger LOG = LoggerFactory.getLogger(SilentBrokers.class);

    private static final long SILENT_AFTER_MS = 30_000;
    /** An election takes less. */
    private static final long LEADERLESS_AFTER_MS = 5_000;
    /** Looks are apart by less, unless the clock was set or the machine slept. */
    private static final long MAX_ELAPSED_MS = 10_000;

    private static final String GROUP = "consumer-node-metrics";
    private static final String BYTES = "incoming-byte-total";
    private static final String NODE = "node-id";

    private final Consumer<byte[], byte[]> consumer;
    private final Leaders leaders;
    private final Map<Integer, Quiet> brokers = new HashMap<>();
    private final Set<Integer> heard = new HashSet<>();
    private long lookedMs;

    /** For how long nothing came of a broker. */
    private static final class Quiet {
        private double bytes;
        private long sinceMs;
        private long quietMs;
        private boolean isTold;

        private Quiet(double bytes, long sinceMs) {
            this.bytes = bytes;
            this.sinceMs = sinceMs;
        }
    }

    SilentBrokers(Consumer<byte[], byte[]> consumer, Leaders leaders) {
        this.consumer = consumer;
        this.leaders = leaders;
    }

    /** Records came of this partition. */
    void heard(FetchedPartition partition) {
        heard.add(leaders.of(partition));
    }

    /**
     * Looks what has come since the last time.
     *
     * @param fetched those for which records are being asked for all the time
     * @param isFree whether whatever came was taken at once
     */
    void look(Collection<FetchedPartition> fetched, boolean isFree, long nowMs) {
        long elapsedMs = Math.max(0, Math.min(nowMs - lookedMs, MAX_ELAPSED_MS));
        lookedMs = nowMs;
        leaders.lookAt(fetched);
        Map<Integer, Integer> led = new HashMap<>();
        fetched.forEach(partition -> led.merge(leaders.of(partition), 1, Integer::sum));
        led.remove(Leaders.UNKNOWN);
        Map<Integer, Double> received = received();
        brokers.keySet().retainAll(led.keySet());
        led.forEach((id, partitions) -> {
            double bytes = received.getOrDefault(id, 0.0);
            Quiet quiet = brokers.computeIfAbsent(id, none -> new Quiet(bytes, nowMs));
            boolean isJudged = id == Leaders.NOBODY || (isFree && !received.isEmpty());
            if (bytes != quiet.bytes || heard.contains(id)) {
                again(id, quiet);
                quiet.bytes = bytes;
                quiet.sinceMs = nowMs;
                quiet.quietMs = 0;
            } else if (isJudged) {
                quiet.quietMs += elapsedMs;
                tell(id, quiet, partitions);
            }
        });
        heard.clear();
    }

    private static void again(int id, Quiet quiet) {
        if (quiet.isTold) {
            quiet.isTold = false;
            LOG.info("Broker {} of the source cluster answers again", id);
        }
    }

    private static void tell(int id, Quiet quiet, int partitions) {
        if (isSilent(id, quiet) && !quiet.isTold) {
            quiet.isTold = true;
            LOG.warn("{} partitions that were read wait: {}", partitions, reason(id));
        }
    }

    private static boolean isSilent(int id, Quiet quiet) {
        return quiet.quietMs >= (id == Leaders.NOBODY ? LEADERLESS_AFTER_MS : SILENT_AFTER_MS);
    }

    private static String reason(int id) {
        return id == Leaders.NOBODY
                ? "no broker of the source cluster leads it"
                : "broker " + id + " of the source cluster, which leads it, does not answer";
    }

    private Map<Integer, Double> received() {
        Map<Integer, Double> received = new HashMap<>();
        for (Map.Entry<MetricName, ? extends Metric> metric : consumer.metrics().entrySet()) {
            MetricName name = metric.getKey();
            if (name.name().equals(BYTES) && name.group().equals(GROUP)) {
                String node = name.tags().getOrDefault(NODE, "");
                if (node.matches("node-\\d{1,9}") && metric.getValue().metricValue() instanceof Number bytes) {
                    received.put(Integer.parseInt(node.substring("node-".length())), bytes.doubleValue());
                }
            }
        }
        return received;
    }

    /** Why a partition that is read waits all the same, if it does. */
    Optional<Waiting> waiting(FetchedPartition partition) {
        int id = leaders.of(partition);
        Quiet quiet = brokers.get(id);
        if (quiet == null || !isSilent(id, quiet)) {
            return Optional.empty();
        }
        Waiting.Kind kind = id == Leaders.NOBODY ? Waiting.Kind.NO_LEADER : Waiting.Kind.NO_ANSWER;
        return Optional.of(new Waiting(kind, reason(id), quiet.sinceMs, lookedMs));
    }
}
