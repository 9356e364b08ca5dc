package org.lsst.efd.integration.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.lsst.efd.quickstart.connect.ConnectRest;
import org.lsst.efd.quickstart.connect.ConnectorStatus;
import org.lsst.efd.quickstart.process.Await;
import org.lsst.efd.quickstart.stack.ConnectCluster;
import org.lsst.efd.quickstart.stack.ConnectWorker;
import org.lsst.efd.quickstart.stack.KafkaCluster;
import org.lsst.efd.quickstart.stack.LocalStack;

/** Workers die in mid-stream, and every topic holds every number once, in order. */
class WorkerKillIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int ROUNDS = Boolean.getBoolean("efd.soak") ? 30 : 3;
    private static final int TASKS = 2;
    private static final List<String> TOPICS =
            IntStream.range(0, 4).mapToObj(number -> "killed-00" + number).toList();

    @Test
    void everyNumberIsThereOnceWhicheverWorkerDies() {
        try (LocalStack stack =
                LocalStack.builder().cluster("site").workers("site", 2).start()) {
            ConnectCluster connect = stack.connect("site");
            KafkaCluster kafka = stack.cluster("site");
            connect.rest()
                    .put(
                            "killed",
                            TelemetryConnector.configuration(
                                    "killed",
                                    Map.of(
                                            "topic.prefix", "killed-",
                                            "topics.count", String.valueOf(TOPICS.size()),
                                            "fields.count", "5",
                                            "frequency.hz", "100",
                                            "tasks.max", String.valueOf(TASKS),
                                            "transaction.boundary", "interval",
                                            "transaction.boundary.interval.ms", "200")));
            for (int round = 0; round < ROUNDS; round++) {
                killTheWorkerOfOneTask(connect, kafka, round % TASKS);
            }
            connect.rest().stop("killed");
            connect.rest().awaitState("killed", "STOPPED");

            for (String topic : TOPICS) {
                List<Long> sequences = TelemetryConnector.sequences(kafka.records(topic));
                assertThat(sequences)
                        .containsExactlyElementsOf(
                                LongStream.range(0, sequences.size()).boxed().toList());
            }
        }
    }

    private static void killTheWorkerOfOneTask(ConnectCluster connect, KafkaCluster kafka, int task) {
        ConnectorStatus status = connect.rest().awaitRunning("killed", TASKS);
        awaitRecordsInEveryTopic(kafka);
        ConnectWorker doomed = connect.worker(status.tasks().get(task).workerId());
        doomed.kill();
        awaitTasksElsewhere(connect.rest(), doomed.id());
        awaitRecordsInEveryTopic(kafka);
        doomed.start();
    }

    private static void awaitTasksElsewhere(ConnectRest rest, String dead) {
        Await.until("the tasks to leave " + dead, LIMIT, () -> rest.status("killed")
                .filter(status -> status.isRunning(TASKS))
                .filter(status -> status.tasks().stream()
                        .noneMatch(task -> task.workerId().equals(dead)))
                .isPresent());
    }

    /** Returns when each topic has more than it had. */
    private static void awaitRecordsInEveryTopic(KafkaCluster kafka) {
        List<Long> before = TOPICS.stream().map(topic -> end(kafka, topic)).toList();
        for (int i = 0; i < TOPICS.size(); i++) {
            String topic = TOPICS.get(i);
            long had = before.get(i);
            Await.until("records in " + topic, LIMIT, () -> end(kafka, topic) > had + 50);
        }
    }

    private static long end(KafkaCluster kafka, String topic) {
        return kafka.ends(topic).values().stream().mapToLong(Long::longValue).sum();
    }
}
