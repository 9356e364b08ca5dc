package org.lsst.efd.connect.manager.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.lsst.efd.connect.manager.files.DesiredConnector;
import org.lsst.efd.connect.manager.files.DesiredState;
import org.lsst.efd.connect.manager.outcome.CommandFailure;
import org.lsst.efd.connect.manager.outcome.ExitCode;
import org.lsst.efd.connect.manager.rest.Connector;
import org.lsst.efd.connect.manager.rest.ConnectorStatus;
import org.lsst.efd.connect.manager.rest.Pause;

/** Waits until connectors are in the state that was asked for, and stay there for a moment. */
final class AwaitRunning {
    private static final Duration BEAT = Duration.ofMillis(500);
    /** A task that fails on its first record or request has been RUNNING before. */
    private static final Duration STEADY = Duration.ofSeconds(2);

    private final Session session;

    AwaitRunning(Session session) {
        this.session = session;
    }

    /**
     * Returns when all of them and their tasks are there.
     *
     * @throws CommandFailure with {@link ExitCode#UNHEALTHY} where one FAILED, its trace told, or time is up
     */
    void await(List<DesiredConnector> connectors, Duration limit) {
        Pause pause = session.surroundings().pause();
        long start = pause.nanoTime();
        long steadySince = start;
        while (!connectors.isEmpty()) {
            List<String> waiting = notThere(connectors);
            long now = pause.nanoTime();
            if (!waiting.isEmpty()) {
                steadySince = now;
                if (now - start > limit.toNanos()) {
                    throw new CommandFailure(
                            ExitCode.UNHEALTHY,
                            "Not running after " + limit.toSeconds() + " s: " + String.join(", ", waiting));
                }
            } else if (now - steadySince >= STEADY.toNanos()) {
                return;
            }
            rest(pause);
        }
    }

    private static void rest(Pause pause) {
        try {
            pause.of(BEAT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.FAILED, "Interrupted", e);
        }
    }

    private List<String> notThere(List<DesiredConnector> connectors) {
        Map<String, Connector> present = session.cluster().connectors();
        List<String> waiting = new ArrayList<>();
        for (DesiredConnector wanted : connectors) {
            Connector found = present.get(wanted.name());
            if (found == null || !isThere(wanted, found.status())) {
                waiting.add(wanted.name());
            }
        }
        return waiting;
    }

    private boolean isThere(DesiredConnector wanted, ConnectorStatus status) {
        if (status.hasFailed()) {
            tellTraces(status);
            throw new CommandFailure(ExitCode.UNHEALTHY, wanted.name() + " has FAILED: " + status.failure());
        }
        return switch (wanted.state()) {
            case RUNNING -> status.isRunning();
            case PAUSED, STOPPED -> DesiredState.behind(status.state()) == wanted.state();
        };
    }

    private void tellTraces(ConnectorStatus status) {
        if (!status.trace().isEmpty()) {
            session.console().remark(status.trace());
        }
        status.tasks().stream().filter(task -> !task.trace().isEmpty()).forEach(task -> session.console()
                .remark(status.name() + " task " + task.number() + ": " + task.trace()));
    }
}
