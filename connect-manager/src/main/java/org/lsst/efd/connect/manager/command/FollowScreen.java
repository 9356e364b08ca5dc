package org.lsst.efd.connect.manager.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.manager.kafka.KafkaQueries;
import org.lsst.efd.connect.manager.outcome.CommandFailure;
import org.lsst.efd.connect.manager.outcome.ExitCode;
import org.lsst.efd.connect.manager.outcome.FailureReport;
import org.lsst.efd.connect.manager.output.Column;
import org.lsst.efd.connect.manager.output.Console;
import org.lsst.efd.connect.manager.output.TextTable;
import org.lsst.efd.connect.manager.rest.WorkerRefusal;
import org.lsst.efd.connect.manager.snapshot.ClusterLook;
import org.lsst.efd.connect.manager.snapshot.ClusterObserver;

/**
 * The screen an operator keeps open. At a terminal it redraws itself in place; in a pipe the pictures follow each other,
 * as JSON one document a line. An outage is shown, and the next refresh tries again.
 */
final class FollowScreen {
    private static final String HOME_AND_CLEAR = "\u001b[H\u001b[J";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

    private final Session session;
    private final Console console;
    private final ClusterObserver observer;
    private final Duration interval;
    private final int refreshes;
    private @Nullable ClusterLook before;

    FollowScreen(Session session, Optional<KafkaQueries> kafka, Duration interval, int refreshes) {
        this.session = session;
        this.console = session.console();
        this.observer = new ClusterObserver(
                session.cluster(), kafka, session.surroundings().clock());
        this.interval = interval;
        this.refreshes = refreshes;
    }

    int run() {
        for (int shown = 1; ; shown++) {
            refresh();
            if (shown == refreshes) {
                boolean isUnhealthy = before != null && before.isUnhealthy();
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
            ClusterLook now = observer.lookAtAll();
            ClusterLook look = before == null ? now : now.since(before);
            before = look;
            show(look);
        } catch (WorkerRefusal | CommandFailure failure) {
            FailureReport report = FailureReport.of(failure);
            if (console.isTable() && console.terminal().isInteractive()) {
                console.control(HOME_AND_CLEAR);
            }
            console.remark("error: " + report.message());
        }
    }

    private void show(ClusterLook look) {
        if (!console.isTable()) {
            console.documentLine(document(look));
            return;
        }
        List<String> lines = lines(look);
        int rows = console.terminal().rows();
        if (console.terminal().isInteractive()) {
            console.control(HOME_AND_CLEAR);
            if (lines.size() >= rows) {
                int hidden = lines.size() - rows + 2;
                lines = new ArrayList<>(lines.subList(0, rows - 2));
                lines.add("… " + hidden + " more lines");
            }
        }
        lines.forEach(console::line);
    }

    private List<String> lines(ClusterLook look) {
        List<String> lines = new ArrayList<>();
        lines.add("Connect cluster, " + TIME.format(look.time()));
        lines.add("");
        lines.addAll(new TextTable(List.of("NODE", "HEALTH", "VERSION", "TASKS"), console.terminal())
                .lines(look.workers().stream()
                        .map(worker ->
                                List.of(worker.url(), worker.health(), worker.version(), tasksOf(worker.url(), look)))
                        .toList()));
        lines.add("");
        List<Column> columns = List.of(
                new Column("CONNECTOR", "name"),
                new Column("STATE", "state"),
                new Column("TASKS", "tasks"),
                new Column("LAG", "lag"),
                new Column("RATE/S", "rate"),
                new Column("WORKER", "worker"),
                new Column("LAST ERROR", "failure"));
        List<List<String>> cells = new ArrayList<>();
        ConnectorDocuments.statusRows(look.connectors())
                .forEach(row -> cells.add(columns.stream()
                        .map(column -> console.cell(column, row))
                        .toList()));
        lines.addAll(new TextTable(columns.stream().map(Column::header).toList(), console.terminal()).lines(cells));
        return lines;
    }

    /** How many tasks run on the worker with this URL, as far as its advertised address has the same port. */
    private static String tasksOf(String url, ClusterLook look) {
        String port = url.replaceAll(".*:(\\d+).*", ":$1");
        return String.valueOf(look.connectors().stream()
                .flatMap(connector -> connector.status().tasks().stream())
                .filter(task -> url.contains(task.worker()) || task.worker().endsWith(port))
                .count());
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
