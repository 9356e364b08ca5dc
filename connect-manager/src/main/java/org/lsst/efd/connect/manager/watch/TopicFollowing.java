package org.lsst.efd.connect.manager.watch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.lsst.efd.connect.manager.files.DesiredConnector;
import org.lsst.efd.connect.manager.plan.Change;
import org.lsst.efd.connect.manager.plan.Plan;
import org.lsst.efd.connect.manager.plan.PlanExecution;
import org.lsst.efd.connect.manager.plan.ServerCheck;
import org.lsst.efd.connect.manager.rest.ConnectCluster;
import org.lsst.efd.connect.manager.rest.Connector;
import org.lsst.efd.connect.manager.rest.PluginCatalog;
import org.lsst.efd.connect.manager.topics.TopicRule;

/**
 * Keeps the keys of connectors with a topic rule equal to the topics that exist: additions and deletions.
 *
 * <ol>
 *   <li>At most one update per connector and settling time; a burst of new topics is one update.
 *   <li>A set that shrinks by more than the allowed part, or to nothing, changes nothing: that is a broken listing, not
 *       a clean-up.
 *   <li>What is sent was accepted by the server's validation first.
 * </ol>
 */
public final class TopicFollowing implements Duty {
    private final Supplier<List<DesiredConnector>> files;
    private final ConnectCluster cluster;
    private final Supplier<NavigableSet<String>> listing;
    private final Limits limits;
    private final Clock clock;
    private final WatchLog log;
    private final Map<String, NavigableSet<String>> followed = new HashMap<>();
    private final Map<String, Instant> updated = new HashMap<>();
    private final Set<String> warned = new HashSet<>();

    /**
     * What protects a connector.
     *
     * @param settle the least time between two updates
     * @param maxShrink the largest part of its topics it may lose at once, 0 to 1
     */
    public record Limits(Duration settle, double maxShrink) {}

    public TopicFollowing(
            Supplier<List<DesiredConnector>> files,
            ConnectCluster cluster,
            Supplier<NavigableSet<String>> listing,
            Limits limits,
            Clock clock,
            WatchLog log) {
        this.files = files;
        this.cluster = cluster;
        this.listing = listing;
        this.limits = limits;
        this.clock = clock;
        this.log = log;
    }

    @Override
    public String name() {
        return "topics";
    }

    @Override
    public void beat() {
        List<DesiredConnector> ruled = files.get().stream()
                .filter(connector -> connector.topics().isPresent())
                .toList();
        if (ruled.isEmpty()) {
            return;
        }
        NavigableSet<String> topics = listing.get();
        Map<String, Connector> actual = cluster.connectors();
        for (DesiredConnector connector : ruled) {
            connector.topics().ifPresent(rule -> follow(connector, rule, rule.follows(topics), actual));
        }
    }

    private void follow(
            DesiredConnector connector, TopicRule rule, NavigableSet<String> topics, Map<String, Connector> actual) {
        Optional<Connector> present = Optional.ofNullable(actual.get(connector.name()));
        NavigableSet<String> before =
                followed.computeIfAbsent(connector.name(), name -> present.map(found -> rule.topicsIn(found.config()))
                        .orElseGet(TreeSet::new));
        if (topics.isEmpty() && present.isEmpty()) {
            warnOnce(connector.name(), "no topic matches yet; it is created when the first one appears");
            return;
        }
        if (shrinksTooMuch(before, topics)) {
            warnOnce(
                    connector.name(),
                    "the listing has " + topics.size() + " of its " + before.size()
                            + " topics; nothing is changed (--max-shrink " + limits.maxShrink() + ")");
            return;
        }
        warned.remove(connector.name());
        Plan plan = Plan.between(List.of(connector.with(rule.keysFor(topics))), actual, Optional.empty());
        if (plan.isEmpty()) {
            followed.put(connector.name(), topics);
        } else if (hasSettled(connector.name())) {
            send(connector.name(), plan, topics, before);
        }
    }

    private boolean shrinksTooMuch(NavigableSet<String> before, NavigableSet<String> now) {
        if (before.isEmpty()) {
            return now.isEmpty();
        }
        long kept = before.stream().filter(now::contains).count();
        return now.isEmpty() || before.size() - kept > limits.maxShrink() * before.size();
    }

    private boolean hasSettled(String connector) {
        Instant last = updated.get(connector);
        return last == null || !clock.instant().isBefore(last.plus(limits.settle()));
    }

    private void send(String connector, Plan plan, NavigableSet<String> topics, NavigableSet<String> before) {
        ServerCheck check = new ServerCheck(cluster, new PluginCatalog(cluster));
        if (!plan.configured().stream().allMatch(sent -> Reconciliation.isAccepted(sent, check, log))) {
            return;
        }
        updated.put(connector, clock.instant());
        PlanExecution execution = new PlanExecution(cluster);
        for (Change change : plan.work()) {
            Optional<RuntimeException> failure = execution.carryOut(change);
            if (failure.isPresent()) {
                throw failure.get();
            }
        }
        long added = topics.stream().filter(topic -> !before.contains(topic)).count();
        long removed = before.stream().filter(topic -> !topics.contains(topic)).count();
        followed.put(connector, topics);
        log.line(
                WatchLog.Level.INFO,
                "topics",
                connector,
                "follows " + topics.size() + " topics: " + added + " added, " + removed + " removed");
    }

    private void warnOnce(String connector, String message) {
        if (warned.add(connector)) {
            log.line(WatchLog.Level.WARN, "topics", connector, message);
        }
    }
}
