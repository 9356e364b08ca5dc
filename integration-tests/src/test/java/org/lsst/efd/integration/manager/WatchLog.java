package org.lsst.efd.integration.manager;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The lines a watcher has written with {@code --log-format json}. */
final class WatchLog {
    private static final ObjectMapper JSON = new ObjectMapper();

    private WatchLog() {}

    /**
     * One line.
     *
     * @param time of the action
     * @param action such as {@code restart}
     * @param connector it was done to
     * @param message for people
     */
    record Line(Instant time, String action, String connector, String message) {}

    /** The lines about an action and a connector. */
    static List<Line> of(ManagerProcess watcher, String action, String connector) {
        List<Line> lines = new ArrayList<>();
        for (String text : watcher.lines()) {
            Line line = parsed(text);
            if (line.action().equals(action) && line.connector().equals(connector)) {
                lines.add(line);
            }
        }
        return lines;
    }

    /** The times between the lines that follow each other. */
    static List<Duration> gaps(List<Line> lines) {
        List<Duration> gaps = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            gaps.add(Duration.between(lines.get(i - 1).time(), lines.get(i).time()));
        }
        return gaps;
    }

    private static Line parsed(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            return new Line(
                    Instant.parse(json.path("time").asText()),
                    json.path("action").asText(),
                    json.path("connector").asText(),
                    json.path("message").asText());
        } catch (JsonProcessingException e) {
            throw new AssertionError("a line of the watcher that is not JSON: " + text, e);
        }
    }
}
