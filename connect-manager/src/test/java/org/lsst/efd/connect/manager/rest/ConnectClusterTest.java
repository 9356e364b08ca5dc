package org.lsst.efd.connect.manager.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lsst.efd.connect.manager.outcome.CommandFailure;
import org.lsst.efd.connect.manager.outcome.ExitCode;

final class ConnectClusterTest {
    private static final Map<String, String> CONFIG = Map.of("connector.class", "FileSink", "file", "f");

    private final FakeConnect.Cluster shared = new FakeConnect.Cluster().plugin("FileSink");
    private FakeConnect one;
    private FakeConnect two;

    @BeforeEach
    void start() throws IOException {
        one = FakeConnect.worker(shared);
        two = FakeConnect.worker(shared);
    }

    @AfterEach
    void stop() {
        one.close();
        two.close();
    }

    private static ConnectCluster cluster(String... urls) {
        return ConnectCluster.at(
                new WorkerConnection(
                        Arrays.stream(urls).map(URI::create).toList(),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(60),
                        Optional.empty(),
                        TlsFiles.none()),
                FakeConnect.noPause(),
                line -> {},
                connector -> {});
    }

    @Test
    void goesToTheNextWorkerAndStaysThere() throws IOException {
        String closed = "http://127.0.0.1:" + freePort();
        ConnectCluster cluster = cluster(closed, two.url());

        assertThat(cluster.names()).isEmpty();
        assertThat(cluster.names()).isEmpty();
        assertThat(two.requests()).containsExactly("GET /", "GET /connectors", "GET /connectors");
    }

    @Test
    void restartsWhatFailedOneByOneWhereTheLeaderMayNotWrite() {
        shared.put("a", CONFIG);
        shared.fail("a", "boom");
        for (int tries = 0; tries < 4; tries++) {
            one.answerNext("POST /connectors/a/restart", 500, "{\"message\":\"no write privileges\"}");
        }

        cluster(one.url()).restart("a", true, true);
        assertThat(one.writes())
                .endsWith("POST /connectors/a/tasks/0/restart")
                .doesNotContain("POST /connectors/a/restart");
    }

    @Test
    void leavesAWorkerThatIsOutOfService() {
        one.answerNext("GET /connectors", 503, "");

        assertThat(cluster(one.url(), two.url()).names()).isEmpty();
        assertThat(two.requests()).contains("GET /connectors");
    }

    @Test
    void waitsWhileTheClusterRebalances() {
        one.answerNext("PUT /connectors/a/config", 409, "{\"message\":\"rebalance\"}");
        one.answerNext("PUT /connectors/a/config", 409, "{\"message\":\"rebalance\"}");

        cluster(one.url()).replaceConfig("a", CONFIG);

        assertThat(shared.names()).containsExactly("a");
    }

    @Test
    void givesUpAfterThreeMoreTriesOfABrokenWorker() {
        for (int i = 0; i < 10; i++) {
            one.answerNext("GET /connectors", 500, "{\"message\":\"broken\"}");
        }

        assertThatThrownBy(() -> cluster(one.url()).names())
                .isInstanceOf(WorkerRefusal.class)
                .hasMessage("broken");
        assertThat(one.requests()).hasSize(4);
    }

    @Test
    void waitsUntilTheGroupHasNoticedThatItsLeaderDied() {
        for (int i = 0; i < 6; i++) {
            one.answerNext(
                    "POST /connectors",
                    500,
                    "{\"error_code\":500,\"message\":\"IO Error trying to forward REST request: Connection refused\"}");
        }

        cluster(one.url()).create("a", CONFIG, ConnectorState.RUNNING);

        assertThat(one.requests()).filteredOn("POST /connectors"::equals).hasSize(7);
        assertThat(shared.names()).containsExactly("a");
    }

    @Test
    void looksBeforeItRepeatsACreationWithoutAnAnswer() {
        one.actAndHangUp("POST /connectors");

        cluster(one.url()).create("a", CONFIG, ConnectorState.RUNNING);

        assertThat(one.requests()).filteredOn("POST /connectors"::equals).hasSize(1);
        assertThat(shared.names()).containsExactly("a");
    }

    @Test
    void setsTheStateOfACreationWithoutAnAnswer() {
        one.actAndHangUp("POST /connectors");

        cluster(one.url()).create("a", CONFIG, ConnectorState.STOPPED);

        assertThat(one.requests()).contains("PUT /connectors/a/stop");
    }

    @Test
    void repeatsACreationThatDidNotTakeEffect() {
        one.answerNext("POST /connectors", 409, "{\"message\":\"rebalance\"}");

        cluster(one.url()).create("a", CONFIG, ConnectorState.PAUSED);

        assertThat(one.requests()).filteredOn("POST /connectors"::equals).hasSize(2);
        assertThat(shared.state("a")).isEqualTo("PAUSED");
    }

    @Test
    void refusesToCreateOverAnotherConfiguration() {
        shared.put("a", Map.of("connector.class", "Other"));

        assertThatThrownBy(() -> cluster(one.url()).create("a", CONFIG, ConnectorState.RUNNING))
                .isInstanceOfSatisfying(CommandFailure.class, failure -> assertThat(failure.exitCode())
                        .isEqualTo(ExitCode.FAILED))
                .hasMessageContaining("another configuration");
    }

    @Test
    void setsTheStateAfterwardsOnAnOldWorker() {
        one.version("3.5.0");

        cluster(one.url()).create("a", CONFIG, ConnectorState.STOPPED);

        assertThat(one.writes()).containsExactly("POST /connectors", "PUT /connectors/a/stop");
        assertThat(shared.state("a")).isEqualTo("STOPPED");
    }

    @Test
    void patchesByReadingAndReplacingOnAnOldWorker() {
        shared.put("a", CONFIG);
        one.answerNext("PATCH /connectors/a/config", 405, "");

        cluster(one.url()).patchConfig("a", Map.of("file", Optional.of("g"), "none", Optional.empty()));

        assertThat(shared.config("a")).containsEntry("file", "g");
    }

    @Test
    void namesTwoClustersBehindOneList() {
        two.kafkaClusterId("kafka-2");

        assertThatThrownBy(() -> cluster(one.url(), two.url()).names())
                .isInstanceOfSatisfying(CommandFailure.class, failure -> assertThat(failure.exitCode())
                        .isEqualTo(ExitCode.UNREACHABLE))
                .hasMessageContaining("kafka-1")
                .hasMessageContaining("kafka-2");
    }

    @Test
    void saysThatNoWorkerAnswers() throws IOException {
        String first = "http://127.0.0.1:" + freePort();
        String second = "http://127.0.0.1:" + freePort();

        for (List<String> urls : List.of(List.of(first), List.of(first, second))) {
            assertThatThrownBy(() -> cluster(urls.toArray(String[]::new)).names())
                    .isInstanceOfSatisfying(CommandFailure.class, failure -> assertThat(failure.exitCode())
                            .isEqualTo(ExitCode.UNREACHABLE))
                    .hasMessageContaining("refuses the connection");
        }
    }

    @Test
    void encodesNamesInPaths() {
        shared.put("a b+ü", CONFIG);

        assertThat(cluster(one.url()).config("a b+ü")).containsEntry("file", "f");
        assertThat(one.requests()).containsExactly("GET /connectors/a%20b%2B%C3%BC/config");
    }

    @Test
    void findsConnectorsThatTheLongListLeavesOut() {
        shared.put("a", CONFIG);
        shared.put("b", CONFIG);
        one.answerNext("GET /connectors?expand", 200, "{}");

        assertThat(cluster(one.url()).connectors()).containsOnlyKeys("a", "b");
    }

    @Test
    void listsFiveHundredConnectorsWithTwoRequests() {
        FakeConnect.names("c", 500).forEach(name -> shared.put(name, CONFIG));

        assertThat(cluster(one.url()).connectors()).hasSize(500);
        assertThat(one.requests()).hasSize(2);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
