package org.lsst.efd.connect.influxdb.write;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import okhttp3.HttpUrl;

/** A write endpoint that answers what a test tells it to, and remembers what it was asked. */
public final class FakeServer implements AutoCloseable {
    /** A request as it arrived, the body inflated. */
    public record Asked(String path, String query, Headers headers, String body) {
        /** The lines of the body. */
        public List<String> lines() {
            return body.isEmpty()
                    ? List.of()
                    : List.of(body.split("\n", -1)).subList(0, body.split("\n", -1).length - 1);
        }
    }

    /** An answer; status 0 closes the connection without one. */
    public record Answer(int status, Map<String, String> headers, String body) {
        /** An answer with a text. */
        public static Answer of(int status, String body) {
            return new Answer(status, Map.of(), body);
        }

        /** No answer: the connection is closed. */
        public static Answer reset() {
            return of(0, "");
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<Answer> script = new ConcurrentLinkedQueue<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final List<String> taken = new CopyOnWriteArrayList<>();
    private volatile Function<Asked, Answer> otherwise = request -> Answer.of(204, "");

    /** A server on a free port of the loopback interface. */
    public FakeServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** The next answers, in order, before those of {@link #answering}. */
    public FakeServer then(Answer... answers) {
        script.addAll(List.of(answers));
        return this;
    }

    /** What to answer when the script is over. */
    public FakeServer answering(Function<Asked, Answer> rule) {
        otherwise = rule;
        return this;
    }

    /** What was asked so far. */
    public List<Asked> asked() {
        return asked;
    }

    /** The lines of the requests that were answered with 204, in order. */
    public List<String> taken() {
        return taken;
    }

    /** The address. */
    public HttpUrl url() {
        return HttpUrl.get("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] raw;
        try (InputStream in = exchange.getRequestBody()) {
            raw = in.readAllBytes();
        }
        boolean isGzip = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        byte[] body = isGzip ? new GZIPInputStream(new ByteArrayInputStream(raw)).readAllBytes() : raw;
        String query = exchange.getRequestURI().getRawQuery();
        Asked request = new Asked(
                exchange.getRequestURI().getPath(),
                query == null ? "" : query,
                exchange.getRequestHeaders(),
                new String(body, StandardCharsets.UTF_8));
        asked.add(request);
        Answer scripted = script.poll();
        Answer answer = scripted == null ? otherwise.apply(request) : scripted;
        if (answer.status() == 204) {
            taken.addAll(request.lines());
        }
        if (answer.status() == 0) {
            exchange.close();
            return;
        }
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        byte[] text = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), text.length == 0 ? -1 : text.length);
        if (text.length > 0) {
            exchange.getResponseBody().write(text);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
