package org.lsst.efd.integration.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lsst.efd.integration.Operator;
import org.lsst.efd.integration.Soak;
import org.lsst.efd.quickstart.connect.ConnectRest;
import org.lsst.efd.quickstart.connect.ConnectorStatus;
import org.lsst.efd.quickstart.connect.TaskStatus;
import org.lsst.efd.quickstart.stack.ConnectCluster;
import org.lsst.efd.quickstart.stack.ConnectWorker;
import org.lsst.efd.quickstart.stack.LocalStack;

/** One of two workers is killed under load; the topics hold every number exactly once all the same. */
class WorkerKillIT {
    private static final int TOPICS = 2;
    private static final double FREQUENCY_HZ = 500;
    private static final int RECORDS = 10_000;
    private static final int BEFORE_THE_KILL = 1_500;

    private static LocalStack stack;

    @BeforeAll
    static void start() {
        stack = LocalStack.builder()
                .cluster("summit")
                .registry("summit")
                .workers("summit", 2)
                .start();
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void theOtherWorkerTakesOverAndEveryNumberIsThereOnce() {
        killOneOfTwo(0);
        for (int round = 1; round < Soak.rounds(2, 10); round++) {
            stack.connect("summit").workers().stream()
                    .filter(worker -> !worker.process().isAlive())
                    .forEach(ConnectWorker::start);
            killOneOfTwo(round);
        }
    }

    private static void killOneOfTwo(int round) {
        ConnectCluster connect = stack.connect("summit");
        ConnectRest rest = connect.rest();
        String name = "killed-" + round;
        rest.put(name, TelemetryConfig.generate(stack.registry("summit"), name + "-", TOPICS, FREQUENCY_HZ, RECORDS));
        ConnectorStatus status = rest.awaitRunning(name, TOPICS);
        List<SequenceAudit> audits = audits(name);
        // a transaction that the broker refuses (InvalidTxnStateException) fails its task, for an operator
        Operator operator = new Operator(rest, stack.cluster("summit"), name, List.of());
        audits.forEach(audit -> audit.awaitRecords(BEFORE_THE_KILL, operator::look));

        TaskStatus task = status.tasks().get(round % TOPICS);
        ConnectWorker victim = connect.worker(task.workerId());
        victim.kill();

        audits.forEach(audit -> audit.awaitRecords(RECORDS, operator::look));
        audits.forEach(SequenceAudit::readToTheEnd);
        audits.forEach(SequenceAudit::assertEachNumberOnce);
        assertThat(audits).allMatch(audit -> audit.records() == RECORDS);
        audits.forEach(SequenceAudit::close);
        rest.delete(name);
    }

    private static List<SequenceAudit> audits(String name) {
        List<SequenceAudit> audits = new ArrayList<>();
        for (int topic = 0; topic < TOPICS; topic++) {
            String number = String.format("%s-%03d", name, topic);
            audits.add(new SequenceAudit(stack.cluster("summit"), stack.registry("summit"), number));
        }
        return audits;
    }
}
