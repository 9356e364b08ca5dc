package org.lsst.efd.benchmarks.replication;

import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.lsst.efd.benchmarks.harness.Workload;

/**
 * Each minute ten topics are made at the source and five of those before them deleted, beside 1,200 that stay. What is waited
 * for is the first record of each at the target. One run is a minute; the first one awaits the topics that stay.
 */
final class ChurnWorkload implements Workload {
    private static final Load STAYING = new Load(400, 1_200, 1_200);
    private static final long BETWEEN_TOPICS_NS = 6_000_000_000L;
    private static final int TOPICS_A_RUN = 10;
    private static final long PAUSE_MS = 20;
    private static final long LIMIT_NS = 300_000_000_000L;

    private final String targetPrefix = "run" + System.currentTimeMillis() + ".";
    private final WorkerCopier copier;
    private final Arrivals arrivals;
    private final Admin source = Site.summit().admin();
    private final Admin target = Site.ldf().admin();
    private final Producer<byte[], byte[]> producer = Site.summit().producer();
    private final byte[] value = STAYING.values()[0];
    private final Deque<String> made = new ArrayDeque<>();
    private final Map<String, Long> sentNs = new HashMap<>();
    private final List<Double> waits = new ArrayList<>();
    private int number;
    /** Those that were seen running, each by when it was started. */
    private final Set<String> tasks = new HashSet<>();

    private int startsBefore = -1;

    ChurnWorkload(WorkerCopier copier) throws Exception {
        this.copier = copier;
        STAYING.prepare();
        this.arrivals = new Arrivals(
                STAYING.topicNames().stream().map(name -> targetPrefix + name).toList());
        copier.begin(STAYING, targetPrefix);
    }

    @Override
    public Volume run() throws Exception {
        if (startsBefore < 0) {
            arrivals.awaitTopics(STAYING.topics());
            noteTasks();
            startsBefore = tasks.size();
            return new Volume(0, 0);
        }
        for (int topic = 0; topic < TOPICS_A_RUN; topic++) {
            long nextNs = System.nanoTime() + BETWEEN_TOPICS_NS;
            create();
            if (topic % 2 == 0 && made.size() > TOPICS_A_RUN) {
                source.deleteTopics(List.of(made.removeFirst())).all().get();
            }
            while (System.nanoTime() < nextNs) {
                look();
            }
        }
        return new Volume(TOPICS_A_RUN, (long) TOPICS_A_RUN * value.length);
    }

    /** Makes a topic with one record. */
    private void create() throws ExecutionException, InterruptedException {
        String topic = STAYING.prefix() + targetPrefix + number++;
        source.createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty())))
                .all()
                .get();
        producer.send(new ProducerRecord<>(topic, value)).get();
        sentNs.put(targetPrefix + topic, System.nanoTime());
        made.addLast(topic);
    }

    private void look() throws Exception {
        if (!sentNs.isEmpty()) {
            for (String topic : arrivals.filled(target, sentNs.keySet())) {
                waits.add((System.nanoTime() - sentNs.remove(topic)) / 1e9);
            }
        }
        noteTasks();
        Thread.sleep(PAUSE_MS);
    }

    @Override
    public double wait99Seconds() throws Exception {
        long endNs = System.nanoTime() + LIMIT_NS;
        while (!sentNs.isEmpty() && System.nanoTime() < endNs) {
            look();
        }
        if (!sentNs.isEmpty()) {
            throw new IllegalStateException("these have not arrived: " + sentNs.keySet());
        }
        List<Double> sorted = waits.stream().sorted().toList();
        double wait99 = sorted.get((int) Math.ceil(sorted.size() * 0.99) - 1);
        System.err.printf(
                Locale.ROOT,
                "    %d new topics: first record after %.1f s (median), %.1f s (99 %%), %.1f s (longest); tasks started again: %d%n",
                sorted.size(),
                sorted.get(sorted.size() / 2),
                wait99,
                sorted.get(sorted.size() - 1),
                tasks.size() - startsBefore);
        return wait99;
    }

    /** Each start of a task has a producer of its own; what Connect 4.3.1 counts itself stays 0. */
    private void noteTasks() throws JMException {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        for (ObjectName producer :
                beans.queryNames(new ObjectName("kafka.producer:type=app-info,id=connector-producer-*"), null)) {
            startOf(beans, producer).ifPresent(tasks::add);
        }
    }

    private static Optional<String> startOf(MBeanServer beans, ObjectName producer) throws JMException {
        try {
            return Optional.of(producer.getKeyProperty("id") + "@" + beans.getAttribute(producer, "StartTimeMs"));
        } catch (InstanceNotFoundException ended) {
            return Optional.empty();
        }
    }

    @Override
    public void stop() throws Exception {
        copier.end();
        arrivals.deleteTopics();
        source.deleteTopics(made).all().get();
        producer.close();
        source.close();
        target.close();
        arrivals.close();
    }
}
