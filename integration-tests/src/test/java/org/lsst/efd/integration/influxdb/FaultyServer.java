package org.lsst.efd.integration.influxdb;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Stands before an InfluxDB server and spoils a part of the write requests. Thread-safe. */
final class FaultyServer implements AutoCloseable {
    private static final long SLOW_MS = 800;

    private final HttpServer server;
    private final String target;
    private final ExecutorService threads = Executors.newCachedThreadPool(FaultyServer::daemon);
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final SplittableRandom chance = new SplittableRandom(4); // all guarded by this
    private final Map<Fault, Integer> done = new EnumMap<>(Fault.class);
    private double share;
    private int maxBodyBytes = Integer.MAX_VALUE;

    private FaultyServer(String target, HttpServer server) {
        this.target = target;
        this.server = server;
    }

    /** What may happen to a write request. */
    enum Fault {
        /** As a server answers whose disk is full. */
        ERROR,
        /** The lines are stored all the same: the error came behind them. */
        ERROR_AFTER_WRITING,
        /** Overloaded, with a time to wait. */
        BUSY,
        /** The connection ends without an answer, and nothing is stored. */
        LOST,
        /** The connection ends without an answer, behind the lines. */
        LOST_AFTER_WRITING,
        /** The answer takes its time. */
        SLOW
    }

    /** A server that passes everything on to the one at this address. */
    static FaultyServer before(String target) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            FaultyServer faulty = new FaultyServer(target, server);
            server.createContext("/", faulty::handle);
            server.setExecutor(faulty.threads);
            server.start();
            return faulty;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "faulty-server");
        thread.setDaemon(true);
        return thread;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Spoils this share of the writes from now on, by every fault alike; 0 makes the server good. */
    synchronized void spoil(double ofWrites) {
        share = ofWrites;
    }

    /** Refuses larger bodies from now on, with status 413. */
    synchronized void maxBodyBytes(int bytes) {
        maxBodyBytes = bytes;
    }

    /** How often each fault happened. */
    synchronized Map<Fault, Integer> done() {
        return Map.copyOf(done);
    }

    private synchronized boolean isTooLarge(byte[] body) {
        return body.length > maxBodyBytes;
    }

    private synchronized boolean isSpoiled() {
        return chance.nextDouble() < share;
    }

    private synchronized Fault nextFault() {
        Fault fault = Fault.values()[chance.nextInt(Fault.values().length)];
        done.merge(fault, 1, Integer::sum);
        return fault;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            boolean isWrite = exchange.getRequestURI().getPath().equals("/write");
            if (isWrite && isTooLarge(body)) {
                answer(exchange, 413, "{\"error\":\"Request Entity Too Large\"}");
            } else if (isWrite && isSpoiled()) {
                spoil(exchange, body, nextFault());
            } else {
                pass(exchange, body);
            }
        }
    }

    private void spoil(HttpExchange exchange, byte[] body, Fault fault) throws IOException {
        switch (fault) {
            case ERROR -> answer(exchange, 500, "{\"error\":\"engine: error writing WAL entry: no space left\"}");
            case ERROR_AFTER_WRITING -> {
                forward(exchange, body);
                answer(exchange, 500, "{\"error\":\"timeout\"}");
            }
            case BUSY -> {
                exchange.getResponseHeaders().set("Retry-After", "1");
                answer(exchange, 503, "");
            }
            case LOST -> exchange.close();
            case LOST_AFTER_WRITING -> {
                forward(exchange, body);
                exchange.close();
            }
            case SLOW -> {
                pause();
                pass(exchange, body);
            }
        }
    }

    private void pass(HttpExchange exchange, byte[] body) throws IOException {
        HttpResponse<byte[]> response = forward(exchange, body);
        response.headers().map().forEach((name, values) -> {
            if (name.startsWith("x-influxdb") || name.equals("content-type")) {
                exchange.getResponseHeaders().put(name, values);
            }
        });
        int length = response.body().length;
        exchange.sendResponseHeaders(response.statusCode(), length == 0 ? -1 : length);
        exchange.getResponseBody().write(response.body());
    }

    private HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(target + exchange.getRequestURI()))
                .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
        for (String name : new String[] {"Authorization", "Content-Type", "Content-Encoding"}) {
            String value = exchange.getRequestHeaders().getFirst(name);
            if (value != null) {
                request.header(name, value);
            }
        }
        try {
            return http.send(request.build(), BodyHandlers.ofByteArray());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(SLOW_MS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
