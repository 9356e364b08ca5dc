package org.lsst.efd.connect.manager.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.manager.kafka.KafkaQueries;
import org.lsst.efd.connect.manager.outcome.CommandFailure;
import org.lsst.efd.connect.manager.outcome.ExitCode;
import org.lsst.efd.connect.manager.outcome.FailureReport;
import org.lsst.efd.connect.manager.output.Console;
import org.lsst.efd.connect.manager.output.Terminal;
import org.lsst.efd.connect.manager.rest.WorkerRefusal;
import org.lsst.efd.connect.manager.snapshot.ClusterLook;
import org.lsst.efd.connect.manager.snapshot.ClusterObserver;
import org.lsst.efd.connect.manager.snapshot.RecentLooks;

/**
 * The screen an operator keeps open. At a terminal it redraws itself in place and fits what the terminal has become; in
 * a pipe the pictures follow each other, as JSON one document a line. In an outage the last picture stays, and the next
 * refresh tries again. Rates are those of the last minute.
 */
final class FollowScreen {
    private static final Duration RATES_OVER = Duration.ofMinutes(1);

    private final Session session;
    private final Console console;
    private final ClusterObserver observer;
    private final Predicate<String> names;
    private final Duration interval;
    private final RecentLooks recent = new RecentLooks(RATES_OVER);
    private final LastErrors errors = new LastErrors();
    private @Nullable ClusterLook latest;

    FollowScreen(Session session, Optional<KafkaQueries> kafka, Predicate<String> names, Duration interval) {
        this.session = session;
        this.console = session.console();
        this.observer = new ClusterObserver(
                session.cluster(), kafka, session.surroundings().clock());
        this.names = names;
        this.interval = interval;
    }

    /** Shows pictures, so many of them, or until the process is told to end where it is 0. */
    int run(int refreshes) {
        boolean takesScreen = console.isTable() && console.terminal().isInteractive();
        if (!takesScreen) {
            return show(refreshes);
        }
        Thread leaving = new Thread(console::leaveScreen, "end of screen");
        Runtime.getRuntime().addShutdownHook(leaving);
        console.enterScreen();
        return show(refreshes);
    }

    private int show(int refreshes) {
        for (int shown = 1; ; shown++) {
            refresh();
            if (shown == refreshes) {
                boolean isUnhealthy = latest != null && latest.isUnhealthy();
                return (isUnhealthy ? ExitCode.UNHEALTHY : ExitCode.DONE).number();
            }
            try {
                session.surroundings().pause().of(interval);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return 0;
            }
        }
    }

    private void refresh() {
        try {
            ClusterLook look = recent.rated(observer.lookAt(names));
            errors.note(look);
            latest = look;
            if (console.isTable()) {
                draw(picture(look).lines());
            } else {
                console.documentLine(document(look));
            }
        } catch (WorkerRefusal | CommandFailure failure) {
            tellOutage(FailureReport.of(failure).message());
        }
    }

    private void tellOutage(String message) {
        if (latest == null || !console.isTable() || !console.terminal().isInteractive()) {
            console.remark("error: " + message);
            return;
        }
        FollowPicture last = picture(latest);
        List<String> lines = new ArrayList<>(List.of(last.outage(message)));
        lines.addAll(last.lines());
        draw(lines);
    }

    private FollowPicture picture(ClusterLook look) {
        return new FollowPicture(look, errors, console.terminal().resized());
    }

    private void draw(List<String> lines) {
        Terminal terminal = console.terminal().resized();
        if (!terminal.isInteractive()) {
            lines.forEach(console::line);
            return;
        }
        List<String> fitting = lines;
        if (lines.size() >= terminal.rows()) {
            int shown = Math.max(1, terminal.rows() - 2);
            fitting = new ArrayList<>(lines.subList(0, shown));
            fitting.add("… " + (lines.size() - shown) + " more lines");
        }
        console.screen(fitting);
    }

    private static ObjectNode document(ClusterLook look) {
        ObjectNode document = ConnectorDocuments.object();
        document.put("time", look.time().toString());
        document.set(
                "workers",
                ConnectorDocuments.array(
                        look.workers().stream().map(ConnectorDocuments::worker).toList()));
        document.set(
                "connectors",
                ConnectorDocuments.array(look.connectors().stream()
                        .map(ConnectorDocuments::status)
                        .toList()));
        return document;
    }
}
