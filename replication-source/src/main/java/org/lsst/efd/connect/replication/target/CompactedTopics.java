package org.lsst.efd.connect.replication.target;

import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Topics that no source topic has, of one partition and compacted: looked for, and made where that is wanted, until they are
 * there. One thread looks, others may add and ask.
 */
final class CompactedTopics {
    private static final Logger LOG = LoggerFactory.getLogger(CompactedTopics.class);
    private static final Map<String, String> COMPACTED = Map.of("cleanup.policy", "compact");
    private static final long AGAIN_MS = 10_000;
    private static final String NOT_LOOKED_FOR = "";

    private final TargetCluster target;
    private final boolean isMade;
    private final Replicas replicas;
    private final String remedy;
    private final Clock clock;
    /** Why each of them is not there, as was told last. */
    private final Map<String, String> missing = new ConcurrentHashMap<>();

    private long dueMs = Long.MIN_VALUE;

    CompactedTopics(TargetCluster target, TargetRules rules, Clock clock) {
        this.target = target;
        this.isMade = rules.creation() == Creation.CONNECTOR;
        this.replicas = rules.replicas();
        this.remedy = "create it, of one partition and with cleanup.policy=compact"
                + (isMade ? ", or let the connector do it" : ", or set target.topics.create=connector");
        this.clock = clock;
    }

    /** Looks for this one from now on; whether it is there. */
    BooleanSupplier add(String name) {
        missing.put(name, NOT_LOOKED_FOR);
        return () -> !missing.containsKey(name);
    }

    /** Looks for those that are missing, unless that was a moment ago. */
    void lookWhenDue() throws InterruptedException {
        if (missing.isEmpty() || clock.millis() < dueMs) {
            return;
        }
        Set<String> names = Set.copyOf(missing.keySet());
        Map<String, String> reasons = reasons(names);
        names.forEach(name -> note(name, reasons.get(name)));
        dueMs = clock.millis() + AGAIN_MS;
    }

    private Map<String, String> reasons(Set<String> names) throws InterruptedException {
        try {
            return stillMissing(names);
        } catch (RuntimeException | Error failed) {
            LOG.debug("No answer about topics {}", names, failed);
            Map<String, String> reasons = new HashMap<>();
            names.forEach(name -> reasons.put(name, failed.toString()));
            return reasons;
        }
    }

    private Map<String, String> stillMissing(Set<String> names) throws InterruptedException {
        TargetCluster.Described described = target.describe(names);
        Set<String> unseen = new HashSet<>(names);
        unseen.removeAll(described.partitions().keySet());
        if (unseen.isEmpty()) {
            return Map.of();
        }
        if (isMade) {
            return target.create(unseen.stream()
                    .map(name -> TargetCluster.topic(name, 1, replicas.of(name), COMPACTED))
                    .toList());
        }
        Map<String, String> reasons = new HashMap<>();
        unseen.forEach(name -> reasons.put(name, described.refused().getOrDefault(name, "it does not exist")));
        return reasons;
    }

    private void note(String name, @Nullable String reason) {
        if (reason == null) {
            missing.remove(name);
        } else if (!reason.equals(missing.put(name, reason))) {
            LOG.warn("Topic {} is not there: {}; {}", name, reason, remedy);
        }
    }
}
