package org.lsst.efd.connect.replication.target;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.lsst.efd.connect.common.source.FoundTopic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the settings of targets like those of their sources. One thread runs it, others may look at the counts. */
final class ConfigSync {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigSync.class);
    private static final int MAX_BATCH = 500;

    private final Admin target;
    private final Admin source;
    private final TargetRules rules;
    private final Map<String, String> sourceOfTarget = new TreeMap<>();
    private final AtomicLong changes = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();

    ConfigSync(Admin target, Admin source, TargetRules rules) {
        this.target = target;
        this.source = source;
        this.rules = rules;
    }

    /** From now on the settings of this target are compared with those of its source. */
    void follow(String sourceTopic, String targetTopic) {
        sourceOfTarget.put(targetTopic, sourceTopic);
    }

    /** The settings with which these targets are to be made. */
    Map<String, Map<String, String>> wanted(Map<String, List<FoundTopic>> sourcesOfTargets)
            throws InterruptedException {
        Map<String, String> sources = new HashMap<>();
        sourcesOfTargets.forEach((name, of) -> sources.put(name, of.get(0).name()));
        return wantedOf(sources);
    }

    private Map<String, Map<String, String>> wantedOf(Map<String, String> sources) throws InterruptedException {
        List<String> asked = sources.values().stream()
                .filter(topic -> rules.configs().isEnabled() && !rules.names().mayBeMerged(topic))
                .toList();
        Map<String, Map<String, String>> atSource = asked.isEmpty() ? Map.of() : TopicConfigs.setOn(source, asked);
        Map<String, Map<String, String>> wanted = new HashMap<>();
        sources.forEach((name, topic) -> wanted.put(
                name,
                rules.configs()
                        .wanted(
                                name,
                                atSource.getOrDefault(topic, Map.of()),
                                rules.names().mayBeMerged(topic))));
        return wanted;
    }

    /** Compares all and changes what differs. */
    void run() throws InterruptedException {
        List<String> all = new ArrayList<>(sourceOfTarget.keySet());
        for (int from = 0; from < all.size(); from += MAX_BATCH) {
            Map<String, String> sources = new HashMap<>();
            all.subList(from, Math.min(all.size(), from + MAX_BATCH))
                    .forEach(name -> sources.put(name, sourceOfTarget.getOrDefault(name, name)));
            change(differences(wantedOf(sources)));
        }
    }

    private Map<String, Map<String, String>> differences(Map<String, Map<String, String>> wanted)
            throws InterruptedException {
        Map<String, Map<String, String>> actual = TopicConfigs.effective(target, wanted.keySet());
        Map<String, Map<String, String>> differences = new HashMap<>();
        wanted.forEach((name, settings) -> {
            Map<String, String> different = new HashMap<>(settings);
            different.entrySet().removeAll(actual.getOrDefault(name, settings).entrySet());
            if (!different.isEmpty()) {
                differences.put(name, different);
            }
        });
        return differences;
    }

    private void change(Map<String, Map<String, String>> differences) throws InterruptedException {
        if (!differences.isEmpty()) {
            Map<String, String> failed = TopicConfigs.set(target, differences);
            failed.forEach((name, why) -> LOG.warn("Settings of topic {} cannot be changed: {}", name, why));
            failures.addAndGet(failed.size());
            changes.addAndGet(differences.size() - failed.size());
        }
    }

    long changes() {
        return changes.get();
    }

    long failures() {
        return failures.get();
    }
}
