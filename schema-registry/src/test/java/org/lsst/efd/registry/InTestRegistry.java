package org.lsst.efd.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * A schema registry in this process, for tests: the REST API with the behaviour and the error codes of Confluent's,
 * which also holds for modes (IMPORT with ids and versions of the writer's choice), deletion and references.
 *
 * <p>It counts requests, can be away, slow or broken, and asks for credentials if told to. Thread-safe.
 */
public final class InTestRegistry implements AutoCloseable {
    static {
        // without it the JDK's server waits 40 ms for an acknowledgement within each answer
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final InTestSubjects subjects = new InTestSubjects();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Optional<SSLContext> tls;
    private final boolean asksForCertificate;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "in-test-registry");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Optional<HttpServer> server = Optional.empty();
    private volatile int port;
    private volatile Optional<String> authorization = Optional.empty();
    private volatile Function<Request, Optional<Fault>> faults = request -> Optional.empty();

    private InTestRegistry(Optional<SSLContext> tls, boolean asksForCertificate) {
        this.tls = tls;
        this.asksForCertificate = asksForCertificate;
        comeBack();
    }

    /** A registry without credentials on a free port of the loopback address. */
    public static InTestRegistry start() {
        return new InTestRegistry(Optional.empty(), false);
    }

    /** A registry behind TLS that, if told to, wants a client certificate the context trusts. */
    public static InTestRegistry start(SSLContext tls, boolean asksForCertificate) {
        return new InTestRegistry(Optional.of(tls), asksForCertificate);
    }

    /**
     * One request as it came.
     *
     * @param method of HTTP
     * @param path as sent, still encoded, with its query
     * @param authorization the header, empty where there is none
     * @param headers all other headers, by their lower-case names
     */
    public record Request(
            String method, String path, Optional<String> authorization, java.util.Map<String, String> headers) {}

    /**
     * An answer other than the right one.
     *
     * @param status to answer with, 0 to close the connection without an answer
     * @param code the error code in the body
     * @param retryAfter a {@code Retry-After} header
     */
    public record Fault(int status, int code, Optional<String> retryAfter) {
        /** A bare status. */
        public static Fault status(int status) {
            return new Fault(status, status, Optional.empty());
        }

        /** No answer. */
        public static Fault dropped() {
            return status(0);
        }
    }

    /** Where it is, without user information. */
    public URI url() {
        String host = InetAddress.getLoopbackAddress().getHostAddress();
        return URI.create((tls.isPresent() ? "https" : "http") + "://" + host + ":" + port);
    }

    // --- behaviour

    /** From now on each request needs this user and password. */
    public void requireBasic(String user, String password) {
        authorization = new Credentials.Basic(user, new Secret(password)).authorization(url());
    }

    /** From now on each request needs this bearer token. */
    public void requireBearer(String token) {
        authorization = Optional.of("Bearer " + token);
    }

    /** From now on each request is first shown to this function, which may wait, and may bring a fault. */
    public void onRequest(Function<Request, Optional<Fault>> function) {
        faults = function;
    }

    /** From now on each request gets this fault. */
    public void failWith(Fault fault) {
        onRequest(request -> Optional.of(fault));
    }

    /** From now on requests are answered as they should be. */
    public void recover() {
        onRequest(request -> Optional.empty());
    }

    /** Closes the port: connections are refused. What is registered stays. */
    public synchronized void goAway() {
        server.ifPresent(running -> running.stop(0));
        server = Optional.empty();
    }

    /** Opens the port again. */
    public synchronized void comeBack() {
        if (server.isPresent()) {
            return;
        }
        try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            HttpServer fresh = tls.isPresent() ? secured(address, tls.get()) : HttpServer.create(address, 0);
            fresh.createContext("/", this::serve);
            fresh.setExecutor(threads);
            fresh.start();
            port = fresh.getAddress().getPort();
            server = Optional.of(fresh);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private HttpServer secured(InetSocketAddress address, SSLContext context) throws IOException {
        HttpsServer secured = HttpsServer.create(address, 0);
        secured.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters settings = context.getDefaultSSLParameters();
                settings.setNeedClientAuth(asksForCertificate);
                parameters.setSSLParameters(settings);
            }
        });
        return secured;
    }

    @Override
    public void close() {
        goAway();
        threads.shutdownNow();
    }

    // --- what was asked

    /** All requests so far, in the order of their coming. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** How many requests so far have this method and a path that starts so. */
    public long count(String method, String pathPrefix) {
        return requests.stream()
                .filter(request ->
                        request.method().equals(method) && request.path().startsWith(pathPrefix))
                .count();
    }

    /** Forgets the requests so far. */
    public void forgetRequests() {
        requests.clear();
    }

    // --- what it holds, without HTTP

    /** Registers an Avro schema under a subject, as a client would. Returns its id. */
    public int register(String subject, String schema) {
        return register(subject, RegistrySchema.avro(schema));
    }

    /** Registers a schema under a subject, as a client would. Returns its id. */
    public int register(String subject, RegistrySchema schema) {
        return subjects.register(subject, schema, Optional.empty(), Optional.empty());
    }

    /** Puts a schema under an id, a subject and a version as if it had been imported. */
    public void put(RegisteredSchema schema) {
        RegistryMode before = subjects.mode(InTestSubjects.ALL);
        subjects.setMode(InTestSubjects.ALL, RegistryMode.IMPORT, true);
        try {
            subjects.register(
                    schema.subject(), schema.schema(), Optional.of(schema.id()), Optional.of(schema.version()));
        } finally {
            subjects.setMode(InTestSubjects.ALL, before, true);
        }
    }

    /** Sets the compatibility of subjects that have none of their own; {@code BACKWARD} at first. */
    public void setCompatibility(Compatibility level) {
        subjects.setCompatibility(InTestSubjects.ALL, level);
    }

    /** All versions of all subjects, deleted ones as well, by subject and version. */
    public List<RegisteredSchema> contents() {
        return subjects.all();
    }

    // --- HTTP

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Request request = request(exchange);
            requests.add(request);
            byte[] body = exchange.getRequestBody().readAllBytes();
            Optional<Fault> fault = faults.apply(request);
            if (fault.isPresent()) {
                answer(exchange, fault.get());
            } else if (authorization.isPresent() && !authorization.equals(request.authorization())) {
                answer(exchange, 401, error(401, "Unauthorized"));
            } else {
                answer(exchange, body);
            }
        }
    }

    private static Request request(HttpExchange exchange) {
        java.util.Map<String, String> headers = new java.util.TreeMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), values.get(0)));
        Optional<String> given = Optional.ofNullable(headers.remove("authorization"));
        return new Request(
                exchange.getRequestMethod(), exchange.getRequestURI().toString(), given, java.util.Map.copyOf(headers));
    }

    private static void answer(HttpExchange exchange, Fault fault) throws IOException {
        if (fault.status() != 0) {
            fault.retryAfter().ifPresent(value -> exchange.getResponseHeaders().add("Retry-After", value));
            answer(exchange, fault.status(), error(fault.code(), "told to fail"));
        }
    }

    private void answer(HttpExchange exchange, byte[] body) throws IOException {
        try {
            JsonNode json = body.length == 0 ? Json.object() : Json.MAPPER.readTree(body);
            InTestRoutes.Call call = InTestRoutes.Call.of(exchange.getRequestMethod(), exchange.getRequestURI(), json);
            answer(exchange, 200, new InTestRoutes(subjects).answer(call));
        } catch (InTestSubjects.ApiError error) {
            answer(exchange, error.status(), error(error.code, String.valueOf(error.getMessage())));
        }
    }

    private static ObjectNode error(int code, String message) {
        return Json.object().put("error_code", code).put("message", message);
    }

    private static void answer(HttpExchange exchange, int status, JsonNode body) throws IOException {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/vnd.schemaregistry.v1+json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    static ArrayNode array(List<?> values) {
        return Json.MAPPER.valueToTree(values);
    }
}
