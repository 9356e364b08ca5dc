package org.lsst.efd.quickstart.connect;

import java.util.List;

/**
 * What a worker says about one connector.
 *
 * @param state {@code RUNNING}, {@code PAUSED}, {@code STOPPED}, {@code FAILED}, …
 * @param workerId {@code host:port} of the worker that runs the connector itself
 * @param trace the stack trace of a failure, empty otherwise
 * @param tasks by their numbers
 */
public record ConnectorStatus(String state, String workerId, String trace, List<TaskStatus> tasks) {

    /** Copies the tasks. */
    public ConnectorStatus {
        tasks = List.copyOf(tasks);
    }

    /** Whether the connector and exactly this many tasks run. */
    public boolean isRunning(int wantedTasks) {
        return state.equals("RUNNING")
                && tasks.size() == wantedTasks
                && tasks.stream().allMatch(task -> task.state().equals("RUNNING"));
    }

    /** The traces of whatever failed, empty when nothing has. */
    public String failures() {
        StringBuilder traces = new StringBuilder();
        if (state.equals("FAILED")) {
            traces.append("connector: ").append(trace).append('\n');
        }
        for (TaskStatus task : tasks) {
            if (task.state().equals("FAILED")) {
                traces.append("task ")
                        .append(task.id())
                        .append(": ")
                        .append(task.trace())
                        .append('\n');
            }
        }
        return traces.toString();
    }
}
