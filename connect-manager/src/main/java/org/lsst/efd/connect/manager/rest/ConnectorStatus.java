package org.lsst.efd.connect.manager.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The state of a connector and its tasks.
 *
 * @param name of the connector
 * @param type {@code sink} or {@code source}
 * @param state of the connector itself
 * @param worker that runs it
 * @param trace the stack trace of its failure, empty where it has not failed
 * @param tasks in the order of their numbers
 */
public record ConnectorStatus(
        String name, String type, ConnectorState state, String worker, String trace, List<TaskStatus> tasks) {
    private static final String CAUSE = "Caused by: ";
    private static final Pattern PACKAGE = Pattern.compile("^([a-z_][\\w$]*\\.)+(?=[A-Z])");

    public ConnectorStatus {
        tasks = List.copyOf(tasks);
    }

    /** A connector that has not reported yet, as one that was created a moment ago. */
    static ConnectorStatus unreported(String name, String type) {
        return new ConnectorStatus(name, type, ConnectorState.UNKNOWN, "", "", List.of());
    }

    static ConnectorStatus in(JsonNode json) {
        List<TaskStatus> tasks = new ArrayList<>();
        for (JsonNode task : json.path("tasks")) {
            tasks.add(new TaskStatus(
                    task.path("id").asInt(),
                    ConnectorState.named(task.path("state").asText()),
                    task.path("worker_id").asText(),
                    task.path("trace").asText()));
        }
        tasks.sort(Comparator.comparingInt(TaskStatus::number));
        JsonNode connector = json.path("connector");
        return new ConnectorStatus(
                json.path("name").asText(),
                json.path("type").asText(),
                ConnectorState.named(connector.path("state").asText()),
                connector.path("worker_id").asText(),
                connector.path("trace").asText(),
                tasks);
    }

    /** How many tasks run. */
    public long runningTasks() {
        return tasks.stream()
                .filter(task -> task.state() == ConnectorState.RUNNING)
                .count();
    }

    /** Whether the connector or a task is FAILED or UNASSIGNED. */
    public boolean isUnhealthy() {
        return state.isUnhealthy()
                || tasks.stream().anyMatch(task -> task.state().isUnhealthy());
    }

    /** Whether the connector or a task is FAILED. */
    public boolean hasFailed() {
        return state == ConnectorState.FAILED || tasks.stream().anyMatch(task -> task.state() == ConnectorState.FAILED);
    }

    /** Whether the connector and all of its tasks, at least one, run. */
    public boolean isRunning() {
        return state == ConnectorState.RUNNING && !tasks.isEmpty() && runningTasks() == tasks.size();
    }

    /** The first line of the first failure, that of the connector before those of the tasks; empty where none. */
    public String failure() {
        if (!trace.isEmpty()) {
            return firstLine(trace);
        }
        return tasks.stream()
                .filter(task -> !task.trace().isEmpty())
                .map(TaskStatus::failure)
                .findFirst()
                .orElse("");
    }

    /** What the first failure came from, by the deepest cause in its trace; empty where there is none. */
    public String rootCause() {
        if (!trace.isEmpty()) {
            return rootCause(trace);
        }
        return tasks.stream()
                .filter(task -> !task.trace().isEmpty())
                .map(task -> "task " + task.number() + ": " + rootCause(task.trace()))
                .findFirst()
                .orElse("");
    }

    /** The last "Caused by" of a trace, the name of its exception without the package. */
    private static String rootCause(String trace) {
        String cause = firstLine(trace);
        for (String line : trace.lines().toList()) {
            if (line.startsWith(CAUSE)) {
                cause = line.substring(CAUSE.length());
            }
        }
        return PACKAGE.matcher(cause).replaceFirst("");
    }

    static String firstLine(String trace) {
        return trace.lines().findFirst().orElse("");
    }
}
