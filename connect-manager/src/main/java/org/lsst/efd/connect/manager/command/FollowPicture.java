package org.lsst.efd.connect.manager.command;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.lsst.efd.connect.manager.output.Terminal;
import org.lsst.efd.connect.manager.output.TextTable;
import org.lsst.efd.connect.manager.rest.ConnectorState;
import org.lsst.efd.connect.manager.rest.ConnectorStatus;
import org.lsst.efd.connect.manager.rest.TaskStatus;
import org.lsst.efd.connect.manager.snapshot.ClusterLook;
import org.lsst.efd.connect.manager.snapshot.ConnectorLook;

/**
 * One picture of the operator's screen: a line that sums up, the nodes, the connectors. What needs a person stands
 * first; single tasks are shown only where they do.
 */
final class FollowPicture {
    private static final DateTimeFormatter DAY_AND_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final List<String> NODE_HEADERS =
            List.of("NODE", "HEALTH", "VERSION", "CONNECTORS", "TASKS", "FAILED");
    private static final List<String> HEADERS =
            List.of("CONNECTOR", "TYPE", "STATE", "TASKS", "LAG", "LAG/S", "RATE/S", "WORKERS", "LAST ERROR");
    private static final Set<String> NUMBERS = Set.of("CONNECTORS", "TASKS", "FAILED", "LAG", "LAG/S", "RATE/S");

    private final ClusterLook look;
    private final LastErrors errors;
    private final Terminal terminal;

    FollowPicture(ClusterLook look, LastErrors errors, Terminal terminal) {
        this.look = look;
        this.errors = errors;
        this.terminal = terminal;
    }

    /** The lines of the picture. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(terminal.cut(summary()));
        lines.add("");
        lines.addAll(table(NODE_HEADERS, nodes()));
        lines.add("");
        lines.addAll(table(HEADERS, connectors()));
        return lines;
    }

    /** What stands above a picture that could not be renewed. */
    String outage(String message) {
        return terminal.cut("No new picture since " + TIME.format(look.time()) + ": " + message);
    }

    private List<String> table(List<String> headers, List<List<String>> rows) {
        return new TextTable(headers, NUMBERS, terminal).lines(rows);
    }

    private String summary() {
        List<String> parts = new ArrayList<>(List.of(DAY_AND_TIME.format(look.time())));
        long reachable =
                look.workers().stream().filter(worker -> worker.isReachable()).count();
        parts.add(reachable + "/" + look.workers().size() + " nodes");
        Map<ConnectorState, Long> states = look.connectors().stream()
                .collect(Collectors.groupingBy(
                        connector -> state(connector.status()), TreeMap::new, Collectors.counting()));
        parts.add(look.connectors().size() + " connectors"
                + states.entrySet().stream()
                        .map(entry ->
                                entry.getValue() + " " + entry.getKey().name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", ", ": ", "")));
        long tasks = look.connectors().stream()
                .mapToLong(connector -> connector.status().tasks().size())
                .sum();
        long running = look.connectors().stream()
                .mapToLong(connector -> connector.status().runningTasks())
                .sum();
        parts.add(running + "/" + tasks + " tasks run");
        sum(look.connectors().stream().map(ConnectorLook::lag).toList())
                .ifPresent(lag -> parts.add("lag " + count(lag)));
        return String.join("   ", parts);
    }

    private static OptionalLong sum(List<OptionalLong> numbers) {
        long sum = 0;
        boolean hasAny = false;
        for (OptionalLong number : numbers) {
            sum += number.orElse(0);
            hasAny |= number.isPresent();
        }
        return hasAny ? OptionalLong.of(sum) : OptionalLong.empty();
    }

    private List<List<String>> nodes() {
        return look.nodes().stream()
                .map(node -> List.of(
                        node.name(),
                        node.health(),
                        node.version(),
                        String.valueOf(node.connectors()),
                        String.valueOf(node.tasks()),
                        node.failed() == 0 ? "" : String.valueOf(node.failed())))
                .toList();
    }

    private List<List<String>> connectors() {
        List<List<String>> rows = new ArrayList<>();
        look.connectors().stream()
                .sorted(Comparator.comparing(
                                (ConnectorLook connector) -> !connector.status().isUnhealthy())
                        .thenComparing(ConnectorLook::name))
                .forEach(connector -> {
                    rows.add(row(connector));
                    rows.addAll(troubledTasks(connector.status()));
                });
        return rows;
    }

    private List<String> row(ConnectorLook connector) {
        ConnectorStatus status = connector.status();
        return List.of(
                status.name(),
                status.type(),
                state(status).name(),
                status.runningTasks() + "/" + status.tasks().size(),
                connector.lag().isPresent() ? count(connector.lag().getAsLong()) : "",
                perSecond(connector.lagChange(), true),
                perSecond(connector.rate(), false),
                workers(status),
                errors.of(status.name()).map(FollowPicture::text).orElse(""));
    }

    /** The tasks that need a person, where the line of the connector does not say it all. */
    private static List<List<String>> troubledTasks(ConnectorStatus status) {
        return status.tasks().size() < 2
                ? List.of()
                : status.tasks().stream()
                        .filter(task -> task.state().isUnhealthy())
                        .map(task -> List.of(
                                "  task " + task.number(), "", task.state().name(), "", "", "", "", task.worker(), ""))
                        .toList();
    }

    /** The worst of the states of a connector and its tasks: Connect calls a connector RUNNING whose tasks all failed. */
    private static ConnectorState state(ConnectorStatus status) {
        if (status.hasFailed()) {
            return ConnectorState.FAILED;
        }
        return status.isUnhealthy() ? ConnectorState.UNASSIGNED : status.state();
    }

    private static String workers(ConnectorStatus status) {
        Map<String, Long> tasks = status.tasks().stream()
                .collect(Collectors.groupingBy(TaskStatus::worker, TreeMap::new, Collectors.counting()));
        return tasks.entrySet().stream()
                .map(entry -> entry.getValue() == 1 ? entry.getKey() : entry.getKey() + " ×" + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String text(LastErrors.Seen error) {
        return TIME.format(error.since()) + " " + (error.isOver() ? "(over) " : "") + error.text();
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String perSecond(OptionalDouble number, boolean isSigned) {
        if (number.isEmpty()) {
            return "";
        }
        double tenths = Math.round(number.getAsDouble() * 10) / 10.0;
        return String.format(Locale.ROOT, isSigned && tenths != 0 ? "%+,.1f" : "%,.1f", tenths + 0.0);
    }
}
