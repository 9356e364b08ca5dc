package org.lsst.efd.integration.sink;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.lsst.efd.integration.telemetry.TelemetryConfig;
import org.lsst.efd.quickstart.connect.ConnectRest;
import org.lsst.efd.quickstart.stack.SchemaRegistry;

/**
 * Telemetry whose records bear their number, {@code sequence}: 0, 1, 2, … in each topic, exactly once also where the
 * workers that make it are killed. It flows until it is told to stop.
 */
public final class NumberedLoad {
    private final ConnectRest rest;
    private final String name;
    private final int topics;

    private NumberedLoad(ConnectRest rest, String name, int topics) {
        this.rest = rest;
        this.name = name;
        this.topics = topics;
    }

    /**
     * How much flows.
     *
     * @param topics number of topics, of one partition each
     * @param frequencyHz records per second of each topic
     * @param fields value fields of a record
     */
    public record Size(int topics, double frequencyHz, int fields) {}

    /** Starts a connector of this name, which fills topics {@code name-000}, {@code name-001}, …, in Avro. */
    public static NumberedLoad start(ConnectRest rest, SchemaRegistry registry, String name, Size size) {
        return start(rest, registry, name, size, Map.of());
    }

    /** The same with more settings of the connector. */
    public static NumberedLoad start(
            ConnectRest rest, SchemaRegistry registry, String name, Size size, Map<String, String> settings) {
        Map<String, String> source =
                TelemetryConfig.generate(registry, name + "-", size.topics(), size.frequencyHz(), 0);
        source.put("tasks.max", Integer.toString(Math.min(size.topics(), 2)));
        source.put("fields.count", Integer.toString(size.fields()));
        source.put("transaction.boundary", "interval");
        source.put("transaction.boundary.interval.ms", "200");
        source.putAll(settings);
        rest.put(name, source);
        rest.awaitRunning(name, Math.min(size.topics(), 2));
        return new NumberedLoad(rest, name, size.topics());
    }

    /** The name of its connector. */
    public String name() {
        return name;
    }

    /** The names of its topics. */
    public List<String> topics() {
        return IntStream.range(0, topics)
                .mapToObj(topic -> String.format("%s-%03d", name, topic))
                .toList();
    }

    /** What {@code topics.regex} of a sink has to be. */
    public String topicsRegex() {
        return name + "-\\d+";
    }

    /** Ends the flow, and tells how many records each topic has got: offsets and records share transactions. */
    public Map<String, Long> stop() {
        rest.stop(name);
        rest.awaitState(name, "STOPPED");
        Map<String, Long> produced = new TreeMap<>();
        for (JsonNode stored : rest.offsets(name).path("offsets")) {
            long last = stored.path("offset").path("sequence").asLong();
            produced.put(stored.path("partition").path("topic").asText(), last + 1);
        }
        return produced;
    }
}
