package org.lsst.efd.integration.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lsst.efd.quickstart.artifacts.KafkaVersion;
import org.lsst.efd.quickstart.connect.ConnectRest;
import org.lsst.efd.quickstart.process.Await;
import org.lsst.efd.quickstart.stack.LocalStack;

/** The plugin directory in a worker of today and in the oldest one: each mode, and offsets over REST. */
class PluginDirectoryIT {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private static LocalStack stack;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        stack = LocalStack.builder()
                .cluster("site")
                .workers("current", "site", 1, options -> options)
                .workers("oldest", "site", 1, options -> options.version(KafkaVersion.OLDEST))
                .start();
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"current", "oldest"})
    void eachModeFillsItsTopics(String workers) throws IOException {
        Files.writeString(
                directory.resolve("recorded-" + workers + ".csv"),
                "time,force,state\n1690587375087232000,-2.70866570670538e-07,on\n1690587375187232000,1.5,\n");
        Files.writeString(
                directory.resolve("schema-" + workers + ".avsc"),
                """
                {"type": "record", "name": "azimuth", "namespace": "lsst.sal.MTMount", "fields": [
                  {"name": "private_sndStamp", "type": "double", "default": 0.0, "units": "second"},
                  {"name": "torque", "type": {"type": "array", "items": "float"}, "default": [0.0, 0.0]}]}
                """);
        run(workers, "generate", Map.of("topic.prefix", "made-" + workers + "-", "messages.max", "100"));
        run(workers, "schemas", Map.of("schemas.directory", directory.toString(), "messages.max", "100"));
        run(
                workers,
                "replay",
                Map.of(
                        "replay.directory", directory.toString(),
                        "replay.loop", "false",
                        "replay.time", "keep"));

        assertThat(numbers("made-" + workers + "-000")).isEqualTo(upTo(100));
        assertThat(numbers("schema-" + workers)).isEqualTo(upTo(100));
        List<String> recorded = stack.cluster("site").records("recorded-" + workers).stream()
                .map(TelemetryConnector::text)
                .toList();
        assertThat(recorded)
                .containsExactly(
                        "{\"private_efdStamp\":1.690587375087232E9,\"force\":-2.70866570670538E-7,\"state\":\"on\",\"sequence\":0}",
                        "{\"private_efdStamp\":1.690587375187232E9,\"force\":1.5,\"state\":null,\"sequence\":1}");
    }

    @Test
    void goesOnBehindAnOffsetSetOverRest() {
        ConnectRest rest = stack.connect("current").rest();
        rest.put("altered", TelemetryConnector.configuration("altered", altered(10)));
        awaitLast("altered-000", 9);
        rest.stop("altered");
        rest.awaitState("altered", "STOPPED");

        rest.call(
                "PATCH",
                "/connectors/altered/offsets",
                """
                {"offsets": [{"partition": {"topic": "altered-000", "mode": "generate"}, "offset": {"sequence": 4}}]}
                """);
        rest.put("altered", TelemetryConnector.configuration("altered", altered(12)));
        rest.resume("altered");
        awaitLast("altered-000", 11);

        assertThat(numbers("altered-000"))
                .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 5L, 6L, 7L, 8L, 9L, 10L, 11L);
        // a key that Connect wrote in another order would be a second partition
        assertThat(rest.offsets("altered").path("offsets")).hasSize(1);
    }

    private static Map<String, String> altered(int messages) {
        return Map.of("topic.prefix", "altered-", "frequency.hz", "100", "messages.max", String.valueOf(messages));
    }

    private static void run(String workers, String mode, Map<String, String> settings) {
        String name = mode + "-" + workers;
        Map<String, String> configuration = TelemetryConnector.configuration(name, settings);
        configuration.put("mode", mode);
        configuration.put("frequency.hz", "100");
        ConnectRest rest = stack.connect(workers).rest();
        assertThat(rest.mistakes(name, configuration)).isEmpty();
        rest.put(name, configuration);
        String topic = topic(workers, mode);
        awaitLast(topic, mode.equals("replay") ? 1 : 99);
    }

    private static String topic(String workers, String mode) {
        return switch (mode) {
            case "generate" -> "made-" + workers + "-000";
            case "schemas" -> "schema-" + workers;
            default -> "recorded-" + workers;
        };
    }

    private static void awaitLast(String topic, long last) {
        Await.until(
                "number " + last + " in " + topic,
                LIMIT,
                () -> stack.cluster("site").topics().contains(topic)
                        && numbers(topic).contains(last));
    }

    private static List<Long> numbers(String topic) {
        return TelemetryConnector.sequences(stack.cluster("site").records(topic));
    }

    private static List<Long> upTo(long end) {
        return LongStream.range(0, end).boxed().toList();
    }
}
