package org.lsst.efd.connect.manager.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lsst.efd.connect.manager.rest.ConnectorState;
import org.lsst.efd.connect.manager.rest.ConnectorStatus;
import org.lsst.efd.connect.manager.rest.TaskStatus;
import org.lsst.efd.connect.manager.rest.WorkerInfo;

final class ClusterLookTest {
    private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");

    private static WorkerInfo worker(String url) {
        return new WorkerInfo(url, true, "4.3.1", "c", "k", "healthy");
    }

    private static ConnectorLook running(String name, String... taskWorkers) {
        List<TaskStatus> tasks = IntStream.range(0, taskWorkers.length)
                .mapToObj(number -> new TaskStatus(number, ConnectorState.RUNNING, taskWorkers[number], ""))
                .toList();
        return ConnectorLook.first(
                new ConnectorStatus(name, "sink", ConnectorState.RUNNING, taskWorkers[0], "", tasks),
                OptionalLong.empty(),
                OptionalLong.empty());
    }

    private static ClusterLook positions(long seconds, long position, long lag) {
        ConnectorStatus status = running("a", "w:1").status();
        return new ClusterLook(
                START.plusSeconds(seconds),
                List.of(),
                List.of(ConnectorLook.first(status, OptionalLong.of(lag), OptionalLong.of(position))));
    }

    @Test
    void tellsWorkersOfOnePortApartByTheirHosts() {
        ClusterLook look = new ClusterLook(
                START,
                List.of(worker("http://node1:8083"), worker("http://node2:8083")),
                List.of(running("a", "node1:8083", "node2:8083", "node2:8083")));

        assertThat(look.nodes()).extracting(NodeLook::tasks).containsExactly(1, 2);
        assertThat(look.nodes()).extracting(NodeLook::connectors).containsExactly(1, 0);
    }

    @Test
    void knowsAWorkerThatAdvertisesAnotherNameByItsPort() {
        ClusterLook look = new ClusterLook(
                START,
                List.of(worker("http://localhost:8083"), worker("http://localhost:8084")),
                List.of(running("a", "127.0.0.1:8083", "127.0.0.1:8084")));

        assertThat(look.nodes()).extracting(NodeLook::tasks).containsExactly(1, 1);
    }

    @Test
    void showsAWorkerThatNoUrlLeadsTo() {
        ClusterLook look = new ClusterLook(
                START, List.of(worker("http://node1:8083")), List.of(running("a", "node1:8083", "node3:8085")));

        assertThat(look.nodes()).extracting(NodeLook::name).containsExactly("http://node1:8083", "node3:8085");
    }

    @Test
    void tellsRatesOverTheLastWhileBecauseOffsetsAreCommittedNowAndThen() {
        RecentLooks recent = new RecentLooks(Duration.ofSeconds(60));
        assertThat(recent.rated(positions(0, 100, 50)).connectors().get(0).rate())
                .isEmpty();
        recent.rated(positions(30, 100, 80));
        ConnectorLook later = recent.rated(positions(60, 700, 20)).connectors().get(0);
        assertThat(later.rate()).isEqualTo(OptionalDouble.of(10));
        assertThat(later.lagChange()).isEqualTo(OptionalDouble.of(-0.5));

        ConnectorLook muchLater =
                recent.rated(positions(120, 760, 20)).connectors().get(0);
        assertThat(muchLater.rate()).isEqualTo(OptionalDouble.of(1));
    }

    @Test
    void tellsNoRateOfAPositionThatWentBack() {
        assertThat(positions(10, 50, 0)
                        .since(positions(0, 100, 0))
                        .connectors()
                        .get(0)
                        .rate())
                .isEmpty();
    }
}
