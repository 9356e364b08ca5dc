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
import org.apache.kafka.common.TopicPartition;
import org.lsst.efd.connect.common.source.PartitionState.Waiting;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which brokers say nothing any more of what is being read. A consumer tells nobody that it has lost one, and goes on asking it
 * for records; but one that is well answers within {@code fetch.max.wait.ms}, whether there are any or not.
 *
 * <p>Nothing is asked here: the bytes that came of each broker are compared, by the consumer's own metrics. Time counts only
 * while the reader asks for records, since one that is full does not. Belongs to the reader's thread.
 */
final class SilentBrokers {
    private static final Logger LOG = LoggerFactory.getLogger(SilentBrokers.class);

    /** More than a quota holds an answer back; less than a request waits before the connection is made again. */
    private static final long SILENT_AFTER_MS = 20_000;
    /** An election takes less. */
    private static final long LEADERLESS_AFTER_MS = 5_000;
    /** One that makes its connections only, and answers nothing else, says something now and then. */
    private static final int LOOKS_TO_RETURN = 2;

    private static final String GROUP = "consumer-node-metrics";
    private static final String BYTES = "incoming-byte-total";
    private static final String NODE = "node-id";

    private final Consumer<byte[], byte[]> consumer;
    private final Leaders leaders;
    private final boolean areLeadersRead;
    private final Map<Integer, Quiet> brokers = new HashMap<>();
    private final Set<Integer> heard = new HashSet<>();

    /** For how long nothing came of a broker. */
    private static final class Quiet {
        private double bytes;
        private long sinceMs;
        private long quietMs;
        private int looksWithBytes;
        private int told;
        /** What holds for all that it leads; empty while it is heard. */
        private Optional<Waiting> waiting = Optional.empty();

        private Quiet(double bytes, long sinceMs) {
            this.bytes = bytes;
            this.sinceMs = sinceMs;
        }
    }

    /** @param areLeadersRead whether records come of leaders only; otherwise one that says nothing need not be away */
    SilentBrokers(Consumer<byte[], byte[]> consumer, Leaders leaders, boolean areLeadersRead) {
        this.consumer = consumer;
        this.leaders = leaders;
        this.areLeadersRead = areLeadersRead;
    }

    /** Records came of this partition. */
    void heard(FetchedPartition partition) {
        heard.add(leaders.of(partition));
    }

    /**
     * Looks what has come since the last time.
     *
     * @param read all that are read
     * @param paused of these no records are asked for now
     * @param askedMs for how long of the others they were since the last time, in milliseconds
     */
    void look(Collection<FetchedPartition> read, Set<TopicPartition> paused, long askedMs, long nowMs) {
        leaders.lookAt(read);
        Map<Integer, Integer> led = new HashMap<>();
        Set<Integer> asked = new HashSet<>();
        for (FetchedPartition partition : read) {
            led.merge(leaders.of(partition), 1, Integer::sum);
            if (!paused.contains(partition.partition())) {
                asked.add(leaders.of(partition));
            }
        }
        led.remove(Leaders.UNKNOWN);
        brokers.keySet().retainAll(led.keySet());
        Map<Integer, Double> received = received();
        led.forEach((id, partitions) -> {
            double bytes = received.getOrDefault(id, 0.0);
            Quiet quiet = brokers.get(id);
            if (quiet == null) {
                brokers.put(id, new Quiet(bytes, nowMs));
            } else if (id != Leaders.NOBODY && (bytes != quiet.bytes || heard.contains(id))) {
                quiet.bytes = bytes;
                quiet.looksWithBytes++;
                answers(id, quiet, nowMs);
            } else if (id == Leaders.NOBODY || (areLeadersRead && asked.contains(id) && !received.isEmpty())) {
                quiet.looksWithBytes = 0;
                quiet.quietMs += askedMs;
                tell(id, quiet, partitions, nowMs);
            }
        });
        heard.clear();
    }

    private void answers(int id, Quiet quiet, long nowMs) {
        if (quiet.waiting.isPresent() && quiet.looksWithBytes < LOOKS_TO_RETURN && !heard.contains(id)) {
            return;
        }
        quiet.sinceMs = nowMs;
        quiet.quietMs = 0;
        quiet.waiting = Optional.empty();
        if (quiet.told > 0) {
            quiet.told = 0;
            LOG.info("Broker {} of the source cluster answers again", id);
        }
    }

    private static void tell(int id, Quiet quiet, int partitions, long nowMs) {
        if (quiet.quietMs < (id == Leaders.NOBODY ? LEADERLESS_AFTER_MS : SILENT_AFTER_MS)) {
            return;
        }
        Waiting.Kind kind = id == Leaders.NOBODY ? Waiting.Kind.NO_LEADER : Waiting.Kind.NO_ANSWER;
        String reason = id == Leaders.NOBODY
                ? "no broker of the source cluster leads it"
                : "broker " + id + " of the source cluster, which leads it, does not answer";
        quiet.waiting = Optional.of(new Waiting(kind, reason, quiet.sinceMs, nowMs));
        if (partitions > quiet.told) {
            LOG.warn("{} partitions that were read wait: {}", partitions, reason);
            quiet.told = partitions;
        }
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
        Quiet quiet = brokers.get(leaders.of(partition));
        return quiet == null ? Optional.empty() : quiet.waiting;
    }
}
