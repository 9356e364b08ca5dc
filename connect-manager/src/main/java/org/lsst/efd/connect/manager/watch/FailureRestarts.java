package org.lsst.efd.connect.manager.watch;

import java.time.Clock;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.lsst.efd.connect.manager.rest.ConnectCluster;
import org.lsst.efd.connect.manager.rest.Connector;
import org.lsst.efd.connect.manager.rest.ConnectorState;
import org.lsst.efd.connect.manager.rest.ConnectorStatus;

/**
 * Restarts what has FAILED, and nothing else, by a schedule. A connector that is paused or stopped is left alone. The
 * state is read again right before each restart, so that two watchers restart a failure once.
 */
public final class FailureRestarts implements Duty {
    private final ConnectCluster cluster;
    private final RestartSchedule schedule;
    private final Clock clock;
    private final WatchLog log;
    private final Set<String> givenUp = new HashSet<>();

    public FailureRestarts(ConnectCluster cluster, RestartSchedule schedule, Clock clock, WatchLog log) {
        this.cluster = cluster;
        this.schedule = schedule;
        this.clock = clock;
        this.log = log;
    }

    @Override
    public String name() {
        return "restart-failed";
    }

    @Override
    public void beat() {
        for (Connector connector : cluster.connectors().values()) {
            if (mayBeRestarted(connector.status())) {
                attend(connector.name());
            } else if (connector.status().isRunning()) {
                schedule.healthy(connector.name(), clock.instant());
                givenUp.remove(connector.name());
            }
        }
    }

    private static boolean mayBeRestarted(ConnectorStatus status) {
        boolean wasHalted = status.state() == ConnectorState.PAUSED || status.state() == ConnectorState.STOPPED;
        return status.hasFailed() && !wasHalted;
    }

    private void attend(String name) {
        switch (schedule.verdict(name, clock.instant())) {
            case DUE -> restart(name);
            case GIVEN_UP -> giveUp(name);
            case WAIT -> {}
        }
    }

    private void restart(String name) {
        Optional<ConnectorStatus> now = cluster.connector(name).map(Connector::status);
        if (now.isEmpty() || !mayBeRestarted(now.get())) {
            return; // another watcher was faster, or a person
        }
        cluster.restart(name, true, true);
        schedule.restarted(name, clock.instant());
        log.line(
                WatchLog.Level.WARN,
                "restart",
                name,
                "restart " + schedule.restarts(name) + " after " + now.get().failure() + "; the next not before "
                        + schedule.delay(schedule.restarts(name)).toSeconds() + " s");
    }

    private void giveUp(String name) {
        if (givenUp.add(name)) {
            log.line(
                    WatchLog.Level.ERROR,
                    "give-up",
                    name,
                    "restarted " + schedule.restarts(name)
                            + " times without success: a person must act (--restart-max)");
        }
    }
}
