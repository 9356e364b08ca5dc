package org.lsst.efd.connect.replication.target;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.retry.Believed;
import org.lsst.efd.connect.common.source.FoundTopic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the targets on a thread of its own, makes those that are missing, and keeps their settings like those of their
 * sources.
 *
 * <ol>
 *   <li>A target is ready only when the brokers know all partitions that it needs.
 *   <li>What fails for one topic is told for that topic and holds no other.
 *   <li>Several tasks may make the same topic at the same time.
 * </ol>
 *
 * <p>Thread-safe.
 */
public final class PreparedTopics implements TargetTopics {
    private static final Logger LOG = LoggerFactory.getLogger(PreparedTopics.class);
    private static final int MAX_BATCH = 200;

    private final TargetCluster target;
    private final Admin source;
    private final TargetRules rules;
    private final Clock clock;
    private final ConfigSync sync;
    private final BlockingQueue<FoundTopic> requests = new LinkedBlockingQueue<>();
    /** By source topic. */
    private final Map<String, Known> answers = new ConcurrentHashMap<>();

    private final CompactedTopics compacted;
    private final RecordLimits limits;
    /** Targets of which was told that their number of partitions stays. */
    private final Set<String> toldToKeep = new HashSet<>();

    private final AtomicLong created = new AtomicLong();
    private final Thread thread;
    private volatile boolean isClosing;
    private long syncDueMs;

    /** The last answer about the target of a source topic; {@code Preparing} while one is on its way. Refusals end. */
    private record Known(FoundTopic source, Believed<TargetState> state) {}

    /**
     * Begins to look.
     *
     * @param target is closed with this
     * @param source where the settings of the sources are read; is closed with this
     */
    public PreparedTopics(Admin target, Admin source, TargetRules rules, Clock clock, String threadName) {
        this.target = new TargetCluster(target);
        this.source = source;
        this.rules = rules;
        this.clock = clock;
        this.sync = new ConfigSync(target, source, rules);
        this.compacted = new CompactedTopics(this.target, rules, clock);
        this.limits = new RecordLimits(target, rules.maxRecordBytes());
        this.syncDueMs = clock.millis() + rules.configs().interval().toMillis();
        this.thread = new Thread(this::run, threadName);
        this.thread.setDaemon(true);
        this.thread.start();
    }

    /** The last answer; where it was a refusal of some time ago, the target is looked at again. */
    @Override
    public TargetState of(FoundTopic topic) {
        return answers.compute(topic.name(), (name, known) -> asked(topic, known))
                .state()
                .answer();
    }

    private Known asked(FoundTopic topic, @Nullable Known known) {
        if (known == null || !known.source().equals(topic)) {
            return preparing(topic);
        }
        long nowMs = clock.millis();
        return known.state().answer() instanceof TargetState.Refused
                        && !known.state().isBelieved(nowMs)
                ? preparing(topic)
                : new Known(topic, known.state().told(nowMs));
    }

    private Known preparing(FoundTopic topic) {
        requests.add(topic);
        return new Known(topic, Believed.untold(new TargetState.Preparing(), clock.millis()));
    }

    private void answer(FoundTopic topic, TargetState state) {
        Known answer = new Known(topic, Believed.untold(state, clock.millis()));
        // meanwhile the topic may have been listed with more partitions
        answers.computeIfPresent(topic.name(), (name, known) -> known.source().equals(topic) ? answer : known);
    }

    @Override
    public BooleanSupplier prepareCompacted(String name) {
        return rules.creation() == Creation.WORKER ? () -> true : compacted.add(name);
    }

    /** How many topics were made. */
    public long created() {
        return created.get();
    }

    /** How many settings were changed. */
    public long configChanges() {
        return sync.changes();
    }

    /** How many changes of settings failed. */
    public long configFailures() {
        return sync.failures();
    }

    private void run() {
        try {
            while (!isClosing) {
                compacted.lookWhenDue();
                prepareNext();
                syncWhenDue();
            }
        } catch (InterruptedException closing) {
            LOG.debug("No more targets are made");
        }
    }

    private void prepareNext() throws InterruptedException {
        FoundTopic first = requests.poll(200, TimeUnit.MILLISECONDS);
        if (first == null) {
            return;
        }
        List<FoundTopic> batch = new ArrayList<>(List.of(first));
        requests.drainTo(batch, MAX_BATCH - 1);
        try {
            prepare(batch);
        } catch (KafkaException noAnswer) {
            LOG.debug("No answer about {} targets", batch.size(), noAnswer);
            refuse(batch, "the target cluster does not answer: " + noAnswer.getMessage());
        } catch (RuntimeException | Error defect) {
            LOG.warn("{} targets cannot be prepared; tried again", batch.size(), defect);
            refuse(batch, "its target cannot be prepared: " + defect);
        }
    }

    private void refuse(List<FoundTopic> batch, String reason) {
        batch.forEach(topic -> answer(topic, new TargetState.Refused(reason)));
    }

    private void prepare(List<FoundTopic> batch) throws InterruptedException {
        Map<String, List<FoundTopic>> byTarget = new LinkedHashMap<>();
        batch.forEach(topic -> byTarget.computeIfAbsent(rules.names().of(topic.name()), none -> new ArrayList<>())
                .add(topic));
        TargetCluster.Described described = target.describe(byTarget.keySet());
        Map<String, String> refused = new HashMap<>(described.refused());
        Map<String, Integer> counts = new HashMap<>(described.partitions());
        if (rules.creation() == Creation.CONNECTOR) {
            Map<String, Integer> changed = new HashMap<>(createMissing(byTarget, counts, refused));
            changed.putAll(growSmall(byTarget, counts, refused));
            counts.putAll(target.awaitVisible(changed));
        }
        publish(byTarget, counts, refused);
    }

    private Map<String, Integer> createMissing(
            Map<String, List<FoundTopic>> byTarget, Map<String, Integer> counts, Map<String, String> refused)
            throws InterruptedException {
        Map<String, List<FoundTopic>> missing = new LinkedHashMap<>(byTarget);
        missing.keySet().removeAll(counts.keySet());
        missing.forEach((name, sources) ->
                rules.counts().tooFew(name, fewestPartitions(sources)).ifPresent(reason -> refused.put(name, reason)));
        missing.keySet().removeAll(refused.keySet());
        if (missing.isEmpty()) {
            return Map.of();
        }
        Map<String, Map<String, String>> configs = sync.wanted(missing);
        List<NewTopic> orders = new ArrayList<>();
        Map<String, Integer> ordered = new HashMap<>();
        missing.forEach((name, sources) -> {
            int count = rules.counts().of(name, mostPartitions(sources));
            ordered.put(name, count);
            orders.add(
                    TargetCluster.topic(name, count, rules.replicas().of(name), configs.getOrDefault(name, Map.of())));
        });
        Map<String, String> failed = target.create(orders);
        refused.putAll(failed);
        ordered.keySet().removeAll(failed.keySet());
        created.addAndGet(ordered.size());
        if (!ordered.isEmpty()) {
            LOG.info("Made {} topics", ordered.size());
        }
        return ordered;
    }

    private Map<String, Integer> growSmall(
            Map<String, List<FoundTopic>> byTarget, Map<String, Integer> counts, Map<String, String> refused)
            throws InterruptedException {
        Map<String, Integer> small = new HashMap<>();
        byTarget.forEach((name, sources) -> {
            int needed = rules.counts().needed(mostPartitions(sources));
            int wanted = rules.counts().of(name, mostPartitions(sources));
            Integer count = counts.get(name);
            if (count != null && count < needed && needed <= wanted) {
                small.put(name, wanted);
            } else if (count != null && count != wanted && toldToKeep.add(name)) {
                LOG.warn("Topic {} keeps its {} partitions: another number would change the order", name, count);
            }
        });
        if (!small.isEmpty()) {
            Map<String, String> failed = target.grow(small);
            refused.putAll(failed);
            small.keySet().removeAll(failed.keySet());
            if (!small.isEmpty()) {
                LOG.info("More partitions, as the sources have: {}", small);
            }
        }
        return small;
    }

    private static int mostPartitions(List<FoundTopic> sources) {
        return sources.stream().mapToInt(FoundTopic::partitions).max().orElse(1);
    }

    private static int fewestPartitions(List<FoundTopic> sources) {
        return sources.stream().mapToInt(FoundTopic::partitions).min().orElse(1);
    }

    private void publish(
            Map<String, List<FoundTopic>> byTarget, Map<String, Integer> counts, Map<String, String> refused)
            throws InterruptedException {
        Map<String, Map<String, String>> effective = TopicConfigs.effective(target.admin(), counts.keySet());
        byTarget.forEach((name, sources) -> sources.forEach(topic -> {
            TargetState state = refused.containsKey(name)
                    ? new TargetState.Refused("target topic " + name + ": " + refused.get(name))
                    : state(topic, name, counts, effective.getOrDefault(name, Map.of()));
            if (state instanceof TargetState.Ready) {
                sync.follow(topic.name(), name);
            }
            answer(topic, state);
        }));
    }

    private TargetState state(
            FoundTopic topic, String name, Map<String, Integer> counts, Map<String, String> settings) {
        Integer count = counts.get(name);
        int needed = rules.counts().needed(topic.partitions());
        if (count == null && rules.creation() == Creation.WORKER) {
            count = rules.counts().of(name, topic.partitions());
        }
        if (count == null) {
            return new TargetState.Refused("target topic " + name + " does not exist: create it"
                    + (rules.creation() == Creation.NONE ? ", or set target.topics.create=connector" : ""));
        }
        if (count < needed) {
            return new TargetState.Refused("target topic " + name + " has " + count + " partitions, its source "
                    + needed + ": add some, or set partition.mapping=modulo");
        }
        if (settings.getOrDefault("message.timestamp.type", "").equals("LogAppendTime")) {
            LOG.warn("Topic {} has message.timestamp.type=LogAppendTime: records lose their own timestamps", name);
        }
        return new TargetState.Ready(new TargetTopic(name, count, limits.of(name, settings)));
    }

    private void syncWhenDue() throws InterruptedException {
        if (clock.millis() >= syncDueMs) {
            syncDueMs = clock.millis() + rules.configs().interval().toMillis();
            try {
                if (rules.configs().isEnabled()) {
                    sync.run();
                }
                limits.refresh();
            } catch (RuntimeException | Error noAnswer) {
                LOG.warn("Settings of topics cannot be compared now; tried again", noAnswer);
            }
        }
    }

    @Override
    public void close() {
        isClosing = true;
        thread.interrupt();
        target.close();
        source.close(Duration.ofSeconds(1));
    }
}
