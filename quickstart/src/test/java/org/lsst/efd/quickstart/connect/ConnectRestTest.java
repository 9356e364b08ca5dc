package org.lsst.efd.quickstart.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lsst.efd.quickstart.process.Ports;
import org.lsst.efd.quickstart.process.StackException;

class ConnectRestTest {
    private final Deque<Reply> replies = new ArrayDeque<>();
    private final List<String> requests = new ArrayList<>();
    private HttpServer worker;
    private ConnectRest rest;

    private record Reply(int code, String body) {}

    @BeforeEach
    void start() throws IOException {
        worker = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        worker.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + new String(body, StandardCharsets.UTF_8));
            Reply reply = replies.remove();
            byte[] answer = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.code(), answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        worker.start();
        String dead = "http://127.0.0.1:" + Ports.free();
        String alive = "http://127.0.0.1:" + worker.getAddress().getPort();
        rest = new ConnectRest(() -> List.of(dead, alive));
    }

    @AfterEach
    void stop() {
        worker.stop(0);
    }

    @Test
    void theNextWorkerIsAskedWhenOneIsGoneAndARebalanceIsWaitedFor() {
        reply(409, "rebalance");
        reply(201, "{}");
        rest.put("a name", Map.of("k", "v"));
        assertThat(requests)
                .containsExactly(
                        "PUT /connectors/a%20name/config {\"k\":\"v\"}",
                        "PUT /connectors/a%20name/config {\"k\":\"v\"}");
    }

    @Test
    void aStatusTellsStatesWorkersAndTraces() {
        reply(
                200,
                """
                {"name":"c","connector":{"state":"RUNNING","worker_id":"w:1"},
                 "tasks":[{"id":0,"state":"RUNNING","worker_id":"w:1"},
                          {"id":1,"state":"FAILED","worker_id":"w:2","trace":"why"}]}""");
        ConnectorStatus status = rest.status("c").orElseThrow();
        assertThat(status.isRunning(2)).isFalse();
        assertThat(status.failures()).isEqualTo("task 1: why\n");
        assertThat(status.tasks().get(1)).isEqualTo(new TaskStatus(1, "FAILED", "w:2", "why"));
    }

    @Test
    void aConnectorThatIsNotThereHasNoStatus() {
        reply(404, "{}");
        assertThat(rest.status("none")).isEmpty();
    }

    @Test
    void waitingForAConnectorEndsWithItsFailure() {
        reply(200, "{\"connector\":{\"state\":\"RUNNING\"},\"tasks\":[]}");
        reply(
                200,
                "{\"connector\":{\"state\":\"RUNNING\"},\"tasks\":[{\"id\":0,\"state\":\"FAILED\",\"trace\":\"why\"}]}");
        assertThatThrownBy(() -> rest.awaitRunning("c", 1))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("task 0: why");
    }

    @Test
    void mistakesAreNamedWithTheirKeys() {
        reply(
                200,
                "{\"configs\":[{\"value\":{\"name\":\"k\",\"errors\":[\"is wrong\"]}},{\"value\":{\"errors\":[]}}]}");
        assertThat(rest.mistakes("c", Map.of("connector.class", "x.Y"))).containsExactly("k: is wrong");
        assertThat(requests.get(0))
                .startsWith("PUT /connector-plugins/x.Y/config/validate")
                .contains("\"name\":\"c\"");
    }

    @Test
    void anErrorIsToldWithItsText() {
        reply(400, "{\"message\":\"bad key\"}");
        assertThatThrownBy(() -> rest.put("c", Map.of()))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("400")
                .hasMessageContaining("bad key");
    }

    private void reply(int code, String body) {
        replies.add(new Reply(code, body));
    }
}
