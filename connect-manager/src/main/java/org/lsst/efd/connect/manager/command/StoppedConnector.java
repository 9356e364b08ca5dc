package org.lsst.efd.connect.manager.command;

import java.time.Duration;
import org.lsst.efd.connect.manager.files.DesiredState;
import org.lsst.efd.connect.manager.outcome.CommandFailure;
import org.lsst.efd.connect.manager.outcome.ExitCode;
import org.lsst.efd.connect.manager.rest.ConnectorState;
import org.lsst.efd.connect.manager.rest.ConnectorStatus;
import org.lsst.efd.connect.manager.rest.Pause;

/** Does something to a connector that must be stopped for it, and brings it back to the state it was in. */
final class StoppedConnector {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration BEAT = Duration.ofMillis(300);

    private final Session session;

    StoppedConnector(Session session) {
        this.session = session;
    }

    /**
     * Runs the work while the connector is stopped.
     *
     * @param mayStop whether a connector that is not stopped may be
     */
    void during(String name, boolean mayStop, Runnable work) {
        DesiredState before = DesiredState.behind(session.cluster().status(name).state());
        if (before == DesiredState.STOPPED) {
            work.run();
            return;
        }
        if (!mayStop) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "Connector " + name + " is not stopped, and Connect changes offsets only of stopped connectors:"
                            + " give --stop, which stops it, waits and lets it run again");
        }
        session.cluster().setState(name, ConnectorState.STOPPED);
        try {
            awaitStopped(name);
            work.run();
        } finally {
            session.cluster().setState(name, before.asked());
            session.console().remark(name + " is " + before.word() + " again");
        }
    }

    private void awaitStopped(String name) {
        Pause pause = session.surroundings().pause();
        long start = pause.nanoTime();
        while (true) {
            ConnectorStatus status = session.cluster().status(name);
            if (status.state() == ConnectorState.STOPPED && status.tasks().isEmpty()) {
                return;
            }
            if (pause.nanoTime() - start > LIMIT.toNanos()) {
                throw new CommandFailure(
                        ExitCode.FAILED,
                        name + " did not stop within " + LIMIT.toSeconds() + " s; its offsets are unchanged");
            }
            try {
                pause.of(BEAT);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CommandFailure(ExitCode.FAILED, "Interrupted", e);
            }
        }
    }
}
