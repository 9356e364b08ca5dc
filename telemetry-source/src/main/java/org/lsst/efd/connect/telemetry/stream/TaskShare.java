package org.lsst.efd.connect.telemetry.stream;

import java.util.Map;

/**
 * Which topics are a task's: every {@code count}-th, in the order of all topics.
 *
 * @param number of the task, from 0 to {@code count - 1}
 * @param count of tasks, 1 or more
 */
public record TaskShare(int number, int count) {
    private static final String NUMBER = "telemetry.task.number";
    private static final String COUNT = "telemetry.task.count";

    public TaskShare {
        if (number < 0 || number >= count) {
            throw new IllegalArgumentException("task " + number + " of " + count);
        }
    }

    /** The configuration of a task: the connector's and this share. */
    public Map<String, String> addedTo(Map<String, String> configuration) {
        configuration.put(NUMBER, String.valueOf(number));
        configuration.put(COUNT, String.valueOf(count));
        return configuration;
    }

    /** The share in the configuration of a task; everything where there is none. */
    public static TaskShare in(Map<String, String> configuration) {
        return new TaskShare(
                Integer.parseInt(configuration.getOrDefault(NUMBER, "0")),
                Integer.parseInt(configuration.getOrDefault(COUNT, "1")));
    }

    /** Whether the topic at a place in the order of all topics is the task's. */
    public boolean owns(int place) {
        return place % count == number;
    }
}
