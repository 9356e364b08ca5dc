package org.lsst.efd.connect.manager.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.lsst.efd.connect.manager.output.Terminal;
import org.lsst.efd.connect.manager.rest.ConnectorState;
import org.lsst.efd.connect.manager.rest.ConnectorStatus;
import org.lsst.efd.connect.manager.rest.TaskStatus;
import org.lsst.efd.connect.manager.rest.WorkerInfo;
import org.lsst.efd.connect.manager.snapshot.ClusterLook;
import org.lsst.efd.connect.manager.snapshot.ConnectorLook;

final class FollowPictureTest {
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
    private static final String TRACE =
            """
            org.apache.Outer: Tolerance exceeded
            \tat a.B.c(B.java:1)
            Caused by: org.example.errors.DataException: bad byte
            \tat a.B.d(B.java:2)
            """;

    private static ClusterLook look(Instant time, ConnectorState task, String trace) {
        WorkerInfo worker = new WorkerInfo("http://n:1", true, "4.3.1", "c", "k", "healthy");
        ConnectorStatus sink = new ConnectorStatus(
                "z-sink", "sink", ConnectorState.RUNNING, "n:1", "", List.of(new TaskStatus(0, task, "n:1", trace)));
        ConnectorStatus source = new ConnectorStatus(
                "a-source",
                "source",
                ConnectorState.RUNNING,
                "n:1",
                "",
                List.of(
                        new TaskStatus(0, ConnectorState.RUNNING, "n:1", ""),
                        new TaskStatus(1, ConnectorState.RUNNING, "n:1", "")));
        return new ClusterLook(
                time,
                List.of(worker),
                List.of(
                        new ConnectorLook(
                                source,
                                OptionalLong.empty(),
                                OptionalLong.of(1),
                                OptionalDouble.of(1000),
                                OptionalDouble.empty()),
                        new ConnectorLook(
                                sink,
                                OptionalLong.of(1234567),
                                OptionalLong.of(1),
                                OptionalDouble.of(0),
                                OptionalDouble.of(12.34))));
    }

    @Test
    void putsFirstWhatNeedsAPersonAndKeepsItsErrorWhenItIsOver() {
        LastErrors errors = new LastErrors();
        ClusterLook failing = look(NOON, ConnectorState.FAILED, TRACE);
        errors.note(failing);
        assertThat(new FollowPicture(failing, errors, Terminal.pipe()).lines())
                .containsExactly(
                        "2026-01-31 12:00:00 UTC   1/1 nodes   2 connectors: 1 running, 1 failed   2/3 tasks run   lag 1,234,567",
                        "",
                        "NODE        HEALTH   VERSION  CONNECTORS  TASKS  FAILED",
                        "http://n:1  healthy  4.3.1             2      3       1",
                        "",
                        "CONNECTOR  TYPE    STATE    TASKS        LAG  LAG/S   RATE/S  WORKERS  LAST ERROR",
                        "z-sink     sink    FAILED     0/1  1,234,567  +12.3      0.0  n:1      12:00:00 task 0: DataException: bad byte",
                        "a-source   source  RUNNING    2/2                    1,000.0  n:1 ×2");

        ClusterLook healed = look(NOON.plusSeconds(60), ConnectorState.RUNNING, "");
        errors.note(healed);
        assertThat(new FollowPicture(healed, errors, Terminal.pipe()).lines())
                .last()
                .asString()
                .startsWith("z-sink     sink    RUNNING")
                .endsWith("12:00:00 (over) task 0: DataException: bad byte");
    }

    @Test
    void fitsTheTerminal() {
        ClusterLook look = look(NOON, ConnectorState.FAILED, TRACE);
        LastErrors errors = new LastErrors();
        errors.note(look);
        FollowPicture picture = new FollowPicture(look, errors, new Terminal(true, 90, 24, false));

        assertThat(picture.lines()).allMatch(line -> line.length() <= 90);
        assertThat(picture.outage("No worker answers")).isEqualTo("No new picture since 12:00:00: No worker answers");
    }
}
