package org.lsst.efd.connect.manager.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import org.lsst.efd.connect.manager.files.DesiredConnector;
import org.lsst.efd.connect.manager.outcome.CommandFailure;
import org.lsst.efd.connect.manager.outcome.ExitCode;
import org.lsst.efd.connect.manager.outcome.FailureReport;
import org.lsst.efd.connect.manager.plan.Change;
import org.lsst.efd.connect.manager.plan.Plan;
import org.lsst.efd.connect.manager.plan.PlanExecution;
import org.lsst.efd.connect.manager.plan.ServerCheck;
import org.lsst.efd.connect.manager.rest.Connector;
import org.lsst.efd.connect.manager.topics.TopicRule;

/**
 * Brings files and cluster together, in steps that each can be asked for alone: resolve topics, read, plan, check, carry
 * out. A read that fails ends it before anything is sent.
 */
final class Deployment {
    private final Session session;

    Deployment(Session session) {
        this.session = session;
    }

    /** The plan for these connectors. */
    Plan plan(List<DesiredConnector> desired, Optional<String> prunedGroup) {
        List<DesiredConnector> resolved = withTopics(desired);
        Map<String, Connector> actual = session.cluster().connectors();
        Plan plan = Plan.between(resolved, actual, prunedGroup);
        new KnownSecrets(session).rememberDeclared(plan.configured());
        plan.configured().forEach(connector -> Optional.ofNullable(actual.get(connector.name()))
                .ifPresent(present -> new KnownSecrets(session).remember(present.connectorClass(), present.config())));
        return plan;
    }

    /** The connectors with the keys of their topic rules; one that has no topics yet is left out and named. */
    private List<DesiredConnector> withTopics(List<DesiredConnector> desired) {
        List<DesiredConnector> resolved = new ArrayList<>();
        Optional<NavigableSet<String>> listing = Optional.empty();
        for (DesiredConnector connector : desired) {
            if (connector.topics().isEmpty()) {
                resolved.add(connector);
                continue;
            }
            if (listing.isEmpty()) {
                listing = Optional.of(session.requiredKafka("The topic rule of " + connector.name())
                        .topics());
            }
            TopicRule rule = connector.topics().get();
            NavigableSet<String> topics = rule.follows(listing.get());
            if (topics.isEmpty()) {
                session.console()
                        .remark("warning: no topic matches the rule of " + connector.name()
                                + "; watch --topics creates it when the first one appears");
            } else {
                resolved.add(connector.with(rule.keysFor(topics)));
            }
        }
        return resolved;
    }

    /**
     * Asks the server about everything that would be sent.
     *
     * @throws CommandFailure where it refuses anything; everything it refuses has been told then
     */
    void check(List<DesiredConnector> connectors, boolean strict) {
        ServerCheck check = new ServerCheck(session.cluster(), session.plugins());
        int mistakes = 0;
        for (DesiredConnector connector : connectors) {
            ServerCheck.Finding finding = check.check(connector, strict);
            finding.warnings().forEach(warning -> session.console()
                    .remark("warning: " + finding.place() + ": " + finding.connector() + ": " + warning));
            finding.mistakes().forEach(mistake -> session.console()
                    .remark("error: " + finding.place() + ": " + finding.connector() + ": " + mistake.key() + ": "
                            + mistake.message()));
            mistakes += finding.mistakes().size();
        }
        if (mistakes > 0) {
            throw new CommandFailure(
                    ExitCode.REJECTED,
                    "The server rejects the configuration (" + mistakes + (mistakes == 1 ? " mistake" : " mistakes")
                            + "); nothing is changed");
        }
    }

    /** Carries out a plan, going on after an error. Returns what could not be done. */
    List<Change> carryOut(Plan plan) {
        PlanExecution execution = new PlanExecution(session.cluster());
        List<Change> failed = new ArrayList<>();
        for (Change change : plan.work()) {
            Optional<RuntimeException> failure = execution.carryOut(change);
            if (failure.isPresent()) {
                failed.add(change);
                session.console()
                        .remark("error: " + change.connector() + ": "
                                + FailureReport.of(failure.get()).message());
            } else {
                session.console().remark(done(change) + " " + change.connector());
            }
        }
        return failed;
    }

    private static String done(Change change) {
        if (change instanceof Change.Create) {
            return "created";
        }
        if (change instanceof Change.Update) {
            return "updated";
        }
        if (change instanceof Change.Switch toState) {
            return toState.to().word() + ":";
        }
        return change instanceof Change.Delete ? "deleted" : "kept";
    }
}
