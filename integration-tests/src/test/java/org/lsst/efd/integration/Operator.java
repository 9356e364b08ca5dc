package org.lsst.efd.integration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeProducersResult;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;
import org.lsst.efd.quickstart.connect.ConnectRest;
import org.lsst.efd.quickstart.connect.ConnectorStatus;
import org.lsst.efd.quickstart.connect.TaskStatus;
import org.lsst.efd.quickstart.process.StackException;
import org.lsst.efd.quickstart.stack.KafkaCluster;

/**
 * Does what nothing but an operator does: restarts tasks that failed, and ends transactions that nobody can end any more.
 * A broker of Kafka 4.3 that comes back after a kill may take the partitions of a transaction that it has to finish for
 * deleted (KAFKA-20734), and then its readers, and the tasks that start, wait for ever. Not thread-safe.
 */
public final class Operator {
    private static final long LOOK_INTERVAL_NS = Duration.ofSeconds(5).toNanos();
    private static final String FAILED = "FAILED";
    private static final Duration STALLED = Duration.ofSeconds(30);
    private static final Duration OLD = Duration.ofSeconds(20);
    private static final Set<TransactionState> ENDED =
            Set.of(TransactionState.EMPTY, TransactionState.COMPLETE_ABORT, TransactionState.COMPLETE_COMMIT);

    private final ConnectRest rest;
    private final KafkaCluster cluster;
    private final String connector;
    private final List<String> topics;
    private final Map<String, Long> ends = new HashMap<>();
    private final Map<String, Long> grownNs = new HashMap<>();
    private final Map<LeftOpen, Long> suspectedNs = new HashMap<>();
    private long lookedNs = System.nanoTime();
    private String seen = "not looked at yet";
    private int restarts;
    private int aborted;

    /** A transaction in one partition. */
    private record LeftOpen(
            TopicPartition partition, long startOffset, long producerId, short producerEpoch, int coordinatorEpoch) {}

    /**
     * An operator of one connector.
     *
     * @param topics that grow as long as the connector works; none if that is not known
     */
    public Operator(ConnectRest rest, KafkaCluster cluster, String connector, List<String> topics) {
        this.rest = rest;
        this.cluster = cluster;
        this.connector = connector;
        this.topics = List.copyOf(topics);
    }

    /**
     * Looks, unless that was a moment ago: restarts tasks that failed, and all tasks where nothing flows any more. A task
     * that died in a worker whose place another had taken meanwhile is told as RUNNING for ever, and taken for running by
     * all workers.
     */
    public void look() throws ExecutionException, InterruptedException {
        if (System.nanoTime() - lookedNs < LOOK_INTERVAL_NS) {
            return;
        }
        lookedNs = System.nanoTime();
        try {
            lookAfterTasks();
        } catch (StackException noAnswer) {
            seen = noAnswer.toString();
        }
        try (Admin admin = cluster.admin()) {
            abortWhatNobodyEnds(admin);
        }
    }

    private void lookAfterTasks() {
        Map<String, Optional<ConnectorStatus>> all = new TreeMap<>();
        rest.connectors().forEach(name -> all.put(name, rest.status(name)));
        seen = all.toString();
        Optional<ConnectorStatus> status = all.getOrDefault(connector, Optional.empty());
        String failures = status.map(ConnectorStatus::failures).orElse("");
        if (!failures.isEmpty()) {
            restart(status.orElseThrow(), FAILED::equals, failures);
        } else if (status.isPresent() && hasStalled()) {
            restart(status.get(), state -> true, "nothing flows");
        }
    }

    /** What all connectors were when it looked last. */
    public String seen() {
        return seen;
    }

    private boolean hasStalled() {
        for (String topic : topics) {
            long end = cluster.ends(topic).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            Long before = ends.put(topic, end);
            if (before == null || before != end) {
                grownNs.put(topic, System.nanoTime());
            }
        }
        boolean isLong = grownNs.values().stream().anyMatch(sinceNs -> System.nanoTime() - sinceNs > STALLED.toNanos());
        if (isLong) {
            grownNs.replaceAll((topic, sinceNs) -> System.nanoTime());
        }
        return isLong;
    }

    /** One by one: a leader that was frozen may refuse to restart them together. */
    private void restart(ConnectorStatus status, Predicate<String> which, String why) {
        try {
            if (which.test(status.state())) {
                rest.call("POST", "/connectors/" + connector + "/restart", "");
            }
            for (TaskStatus task : status.tasks()) {
                if (which.test(task.state())) {
                    rest.call("POST", "/connectors/" + connector + "/tasks/" + task.id() + "/restart", "");
                }
            }
            restarts++;
            System.out.println("restarted: " + why.lines().findFirst().orElse(""));
        } catch (StackException notNow) {
            System.out.println("not restarted yet: " + notNow.getMessage());
        }
    }

    /**
     * Transactions that are open in a partition and over for their coordinator, and were so for a while: one that goes on
     * may look like that for a moment, and to abort it would lose its records.
     */
    private void abortWhatNobodyEnds(Admin admin) throws ExecutionException, InterruptedException {
        List<LeftOpen> open = open(admin);
        Map<Long, TransactionState> states = new HashMap<>();
        admin.listTransactions().all().get().forEach(listed -> states.put(listed.producerId(), listed.state()));
        open.removeIf(one -> !ENDED.contains(states.getOrDefault(one.producerId(), TransactionState.EMPTY)));
        suspectedNs.keySet().retainAll(open);
        for (LeftOpen one : open) {
            Long sinceNs = suspectedNs.putIfAbsent(one, System.nanoTime());
            if (sinceNs != null && System.nanoTime() - sinceNs > OLD.toNanos()) {
                admin.abortTransaction(new AbortTransactionSpec(
                                one.partition(), one.producerId(), one.producerEpoch(), one.coordinatorEpoch()))
                        .all()
                        .get();
                aborted++;
                System.out.printf(
                        "aborted what was left open: %s; for its coordinator it is %s%n",
                        one, states.get(one.producerId()));
            }
        }
    }

    private static List<LeftOpen> open(Admin admin) throws ExecutionException, InterruptedException {
        List<TopicPartition> all = partitions(admin);
        DescribeProducersResult described = admin.describeProducers(all);
        List<LeftOpen> open = new ArrayList<>();
        for (TopicPartition partition : all) {
            for (ProducerState producer :
                    described.partitionResult(partition).get().activeProducers()) {
                producer.currentTransactionStartOffset()
                        .ifPresent(offset -> open.add(new LeftOpen(
                                partition,
                                offset,
                                producer.producerId(),
                                (short) producer.producerEpoch(),
                                producer.coordinatorEpoch().orElse(0))));
            }
        }
        return open;
    }

    private static List<TopicPartition> partitions(Admin admin) throws ExecutionException, InterruptedException {
        List<TopicPartition> partitions = new ArrayList<>();
        admin.describeTopics(admin.listTopics().names().get())
                .allTopicNames()
                .get()
                .forEach((name, topic) -> topic.partitions()
                        .forEach(partition -> partitions.add(new TopicPartition(name, partition.partition()))));
        return partitions;
    }

    @Override
    public String toString() {
        return restarts + " restarts of failed tasks, " + aborted
                + " partitions in which a broker left a transaction open";
    }
}
