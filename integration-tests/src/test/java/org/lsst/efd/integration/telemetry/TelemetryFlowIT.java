package org.lsst.efd.integration.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lsst.efd.quickstart.artifacts.KafkaVersion;
import org.lsst.efd.quickstart.connect.ConnectRest;
import org.lsst.efd.quickstart.stack.LocalStack;

/** The same plugin directories in workers of the newest and of the oldest Kafka. */
class TelemetryFlowIT {
    private static final double FREQUENCY_HZ = 200;

    private static LocalStack stack;

    @BeforeAll
    static void start() {
        stack = LocalStack.builder()
                .cluster("summit")
                .registry("summit")
                .workers("newest", "summit", 1, options -> options)
                .workers("oldest", "summit", 1, options -> options.version(KafkaVersion.OLDEST))
                .start();
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"newest", "oldest"})
    void workersFindThePluginsInTheirDirectories(String workers) {
        assertThat(stack.connect(workers).rest().plugins())
                .contains(TelemetryConfig.CONNECTOR, TelemetryConfig.CONVERTER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"newest", "oldest"})
    void mistakesAreFoundBeforeTheStart(String workers) {
        Map<String, String> config = new HashMap<>(generate(workers + "-wrong", 0));
        config.put("frequency.hz", "often");
        assertThat(stack.connect(workers).rest().mistakes("wrong", config))
                .anyMatch(mistake -> mistake.startsWith("frequency.hz: "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"newest", "oldest"})
    void aStopInTheMiddleLosesNothingAndRepeatsNothing(String workers) {
        ConnectRest rest = stack.connect(workers).rest();
        String name = workers + "-stopped";
        rest.put(name, generate(name, 0));
        rest.awaitRunning(name, 1);
        try (SequenceAudit audit =
                new SequenceAudit(stack.cluster("summit"), stack.registry("summit"), name + "-000")) {
            audit.awaitRecords(400);
            rest.stop(name);
            rest.awaitState(name, "STOPPED");
            audit.readToTheEnd();
            // the stored offset is that of the last record: they share a transaction
            assertThat(rest.offsets(name)
                            .path("offsets")
                            .path(0)
                            .path("offset")
                            .path("sequence")
                            .asLong())
                    .isEqualTo(audit.records() - 1);

            rest.resume(name);
            audit.awaitRecords(audit.records() + 400);
            rest.pause(name);
            rest.awaitState(name, "PAUSED");
            rest.resume(name);
            audit.awaitRecords(audit.records() + 400);
            rest.restart(name);
            audit.awaitRecords(audit.records() + 400);
            rest.stop(name);
            rest.awaitState(name, "STOPPED");
            audit.readToTheEnd();
            audit.assertEachNumberOnce();
        }
        rest.delete(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"newest", "oldest"})
    void asManyRecordsComeAsWereAskedForAndNoMore(String workers) {
        ConnectRest rest = stack.connect(workers).rest();
        String name = workers + "-counted";
        rest.put(name, generate(name, 1_000));
        try (SequenceAudit audit =
                new SequenceAudit(stack.cluster("summit"), stack.registry("summit"), name + "-000")) {
            audit.awaitRecords(1_000);
            rest.stop(name);
            rest.awaitState(name, "STOPPED");
            audit.readToTheEnd();
            assertThat(audit.records()).isEqualTo(1_000);
            audit.assertEachNumberOnce();
        }
        rest.delete(name);
    }

    private static Map<String, String> generate(String name, long messagesMax) {
        return TelemetryConfig.generate(stack.registry("summit"), name + "-", 1, FREQUENCY_HZ, messagesMax);
    }
}
