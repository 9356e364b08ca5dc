package org.lsst.efd.connect.manager.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lsst.efd.connect.manager.rest.ConnectCluster;
import org.lsst.efd.connect.manager.rest.FakeConnect;
import org.lsst.efd.connect.manager.rest.TlsFiles;
import org.lsst.efd.connect.manager.rest.WorkerConnection;

final class FailureRestartsTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final FakeConnect.Cluster shared = new FakeConnect.Cluster().plugin("FileSink");
    private final VirtualClock clock = new VirtualClock();
    private final List<String> log = new ArrayList<>();
    private FakeConnect worker;

    @BeforeEach
    void start() throws IOException {
        worker = FakeConnect.worker(shared);
        shared.put("a", Map.of("connector.class", "FileSink"));
    }

    @AfterEach
    void stop() {
        worker.close();
    }

    private static final class VirtualClock extends Clock {
        private Instant now = START;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private FailureRestarts restarts(int max) {
        ConnectCluster cluster = ConnectCluster.at(
                new WorkerConnection(
                        List.of(URI.create(worker.url())),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(60),
                        Optional.empty(),
                        TlsFiles.none()),
                FakeConnect.noPause(),
                line -> {},
                connector -> {});
        return new FailureRestarts(
                cluster,
                new RestartSchedule(Duration.ofMinutes(1), max),
                clock,
                (level, action, connector, message) -> log.add(action + " " + connector + ": " + message));
    }

    private long restartsSeen() {
        return worker.writes().stream()
                .filter(request -> request.startsWith("POST /connectors/a/restart"))
                .count();
    }

    @Test
    void restartsAtOnceAndThenAfterGrowingTimes() {
        FailureRestarts restarts = restarts(0);
        List<Long> minutes = new ArrayList<>();
        for (int minute = 0; minute <= 500; minute++) {
            clock.now = START.plus(Duration.ofMinutes(minute));
            shared.fail("a", "boom\n\tat x");
            long before = restartsSeen();
            restarts.beat();
            if (restartsSeen() > before) {
                minutes.add((long) minute);
            }
        }

        List<Long> gaps = new ArrayList<>();
        for (int i = 1; i < minutes.size(); i++) {
            gaps.add(minutes.get(i) - minutes.get(i - 1));
        }
        assertThat(minutes.get(0)).isZero();
        assertThat(gaps).containsExactly(2L, 6L, 12L, 20L, 30L, 42L, 56L, 60L, 60L, 60L, 60L, 60L);
        assertThat(log).hasSize(minutes.size()).allMatch(line -> line.contains("after boom;"));
        assertThat(worker.writes()).allMatch(request -> request.endsWith("includeTasks=true&onlyFailed=true"));
    }

    @Test
    void givesUpAfterTheGivenNumberAndSaysSoOnce() {
        FailureRestarts restarts = restarts(3);
        for (int hour = 0; hour < 20; hour++) {
            clock.now = START.plus(Duration.ofHours(hour));
            shared.fail("a", "boom");
            restarts.beat();
        }

        assertThat(restartsSeen()).isEqualTo(3);
        assertThat(log).filteredOn(line -> line.startsWith("give-up")).hasSize(1);
    }

    @Test
    void beginsAnewAfterTenHealthyMinutes() {
        FailureRestarts restarts = restarts(0);
        shared.fail("a", "boom");
        restarts.beat();
        for (int minute = 1; minute <= 12; minute++) {
            clock.now = START.plus(Duration.ofMinutes(minute));
            restarts.beat();
        }
        shared.fail("a", "boom");
        restarts.beat();

        assertThat(log).filteredOn(line -> line.contains("restart 1 after")).hasSize(2);
    }

    @Test
    void leavesPausedAndStoppedConnectorsAlone() {
        shared.fail("a", "boom");
        shared.state("a", "PAUSED");
        FailureRestarts restarts = restarts(0);
        restarts.beat();
        shared.state("a", "STOPPED");
        restarts.beat();

        assertThat(worker.writes()).isEmpty();
        assertThat(shared.state("a")).isEqualTo("STOPPED");
    }

    @Test
    void twoWatchersRestartAFailureOnce() {
        shared.fail("a", "boom");
        FailureRestarts first = restarts(0);
        FailureRestarts second = restarts(0);
        first.beat();
        second.beat();

        assertThat(restartsSeen()).isEqualTo(1);
    }

    @Test
    void survivesAnOutageAndGoesOn() {
        Watch watch = new Watch(
                List.of(restarts(0)),
                Duration.ofSeconds(1),
                FakeConnect.noPause(),
                new Random(1),
                (level, action, connector, message) -> log.add(level + " " + action));
        for (int i = 0; i < 5; i++) {
            worker.answerNext("GET /connectors", 500, "{\"message\":\"down\"}");
        }
        assertThat(watch.beat()).isFalse();
        shared.fail("a", "boom");

        assertThat(watch.beat()).isTrue();
        assertThat(restartsSeen()).isEqualTo(1);
        assertThat(log).contains("ERROR restart-failed");
    }
}
