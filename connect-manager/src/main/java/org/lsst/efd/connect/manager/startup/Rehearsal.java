package org.lsst.efd.connect.manager.startup;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.lsst.efd.connect.manager.command.CommandLineRun;
import org.lsst.efd.connect.manager.command.Surroundings;
import org.lsst.efd.connect.manager.output.Terminal;
import org.lsst.efd.connect.manager.rest.Pause;

/**
 * Runs the usual commands once against a worker played by the JDK's own web server, so that the classes they need are
 * loaded when the JVM writes its class data archive.
 */
public final class Rehearsal {
    private static final String CONNECTOR = "{\"a\":{\"info\":{\"name\":\"a\",\"config\":{\"connector.class\":\"C\","
            + "\"name\":\"a\"},\"tasks\":[],\"type\":\"sink\"},\"status\":{\"name\":\"a\",\"connector\":{\"state\":"
            + "\"RUNNING\",\"worker_id\":\"w:1\"},\"tasks\":[{\"id\":0,\"state\":\"RUNNING\",\"worker_id\":\"w:1\"}],"
            + "\"type\":\"sink\"}}}";

    private Rehearsal() {}

    public static void main(String[] words) throws IOException {
        Thread watchdog = new Thread(Rehearsal::endWhatHangs, "watchdog");
        watchdog.setDaemon(true);
        watchdog.start();
        HttpServer worker = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        worker.createContext("/", exchange -> {
            byte[] answer = answer(exchange.getRequestURI().toString()).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(answer);
            }
        });
        worker.start();
        String url = "http://127.0.0.1:" + worker.getAddress().getPort();
        int worst = 0;
        try {
            for (List<String> command : commands()) {
                worst = Math.max(worst, new CommandLineRun(surroundings(url)).run(command.toArray(String[]::new)));
            }
        } finally {
            worker.stop(0);
        }
        System.exit(worst);
    }

    private static void endWhatHangs() {
        try {
            Thread.sleep(30_000);
            Runtime.getRuntime().halt(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<List<String>> commands() {
        return List.of(
                List.of("--version"),
                List.of("--help"),
                List.of("list"),
                List.of("status"),
                List.of("status", "-o", "json"),
                List.of("list", "-o", "yaml"),
                List.of("describe", "a"),
                List.of("diff", "-f", "-"));
    }

    private static Surroundings surroundings(String url) {
        return new Surroundings(
                Map.of("KAFKA_CONNECT_URL", url, "CONNECT_MANAGER_CONFIG", "/nowhere/config.yaml"),
                Path.of("/nowhere"),
                new ByteArrayInputStream("name: b\nconfig:\n  connector.class: C\n".getBytes(StandardCharsets.UTF_8)),
                new PrintWriter(Writer.nullWriter()),
                new PrintWriter(Writer.nullWriter()),
                Terminal.pipe(),
                Clock.systemUTC(),
                Pause.real());
    }

    private static String answer(String uri) {
        if (uri.startsWith("/connectors?")) {
            return CONNECTOR;
        }
        if (uri.equals("/connectors")) {
            return "[\"a\"]";
        }
        if (uri.startsWith("/connector-plugins")) {
            return "[]";
        }
        if (uri.endsWith("/offsets")) {
            return "{\"offsets\":[]}";
        }
        return "{\"name\":\"a\",\"config\":{\"connector.class\":\"C\"},\"type\":\"sink\",\"tasks\":[],"
                + "\"connector\":{\"state\":\"RUNNING\",\"worker_id\":\"w:1\"}}";
    }
}
