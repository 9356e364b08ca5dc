package org.lsst.efd.connect.manager.watch;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.lsst.efd.connect.manager.files.DesiredConnector;
import org.lsst.efd.connect.manager.outcome.FailureReport;
import org.lsst.efd.connect.manager.plan.Change;
import org.lsst.efd.connect.manager.plan.Plan;
import org.lsst.efd.connect.manager.plan.PlanExecution;
import org.lsst.efd.connect.manager.plan.ServerCheck;
import org.lsst.efd.connect.manager.rest.ConnectCluster;
import org.lsst.efd.connect.manager.rest.PluginCatalog;

/**
 * Keeps the cluster as the files say. The files are read at every beat; what the server refuses is told and not sent.
 * Connectors that follow topics by a rule are the business of {@link TopicFollowing}.
 */
public final class Reconciliation implements Duty {
    private final Supplier<List<DesiredConnector>> files;
    private final ConnectCluster cluster;
    private final Optional<String> prunedGroup;
    private final WatchLog log;

    public Reconciliation(
            Supplier<List<DesiredConnector>> files,
            ConnectCluster cluster,
            Optional<String> prunedGroup,
            WatchLog log) {
        this.files = files;
        this.cluster = cluster;
        this.prunedGroup = prunedGroup;
        this.log = log;
    }

    @Override
    public String name() {
        return "reconcile";
    }

    @Override
    public void beat() {
        List<DesiredConnector> all = files.get();
        Plan plan = Plan.between(all, cluster.connectors(), prunedGroup);
        List<String> ruled = all.stream()
                .filter(connector -> connector.topics().isPresent())
                .map(DesiredConnector::name)
                .toList();
        ServerCheck check = new ServerCheck(cluster, new PluginCatalog(cluster));
        for (Change change : plan.work()) {
            if (!ruled.contains(change.connector()) && isAccepted(change, check)) {
                carryOut(change);
            }
        }
    }

    private boolean isAccepted(Change change, ServerCheck check) {
        Optional<DesiredConnector> sent = Optional.empty();
        if (change instanceof Change.Create create) {
            sent = Optional.of(create.desired());
        } else if (change instanceof Change.Update update) {
            sent = Optional.of(update.desired());
        }
        return sent.map(connector -> isAccepted(connector, check, log)).orElse(true);
    }

    /** Whether the server accepts the connector; what it refuses is told. */
    static boolean isAccepted(DesiredConnector connector, ServerCheck check, WatchLog log) {
        ServerCheck.Finding finding = check.check(connector, false);
        finding.mistakes()
                .forEach(mistake -> log.line(
                        WatchLog.Level.ERROR,
                        "rejected",
                        connector.name(),
                        mistake.key() + ": " + mistake.message() + "; nothing is sent"));
        return finding.mistakes().isEmpty();
    }

    private void carryOut(Change change) {
        Optional<RuntimeException> failure = new PlanExecution(cluster).carryOut(change);
        if (failure.isPresent()) {
            log.line(
                    WatchLog.Level.ERROR,
                    word(change),
                    change.connector(),
                    FailureReport.of(failure.get()).message());
        } else {
            log.line(WatchLog.Level.INFO, word(change), change.connector(), "done");
        }
    }

    private static String word(Change change) {
        if (change instanceof Change.Create) {
            return "create";
        }
        if (change instanceof Change.Update) {
            return "update";
        }
        return change instanceof Change.Delete ? "delete" : "state";
    }
}
