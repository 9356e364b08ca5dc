package org.lsst.efd.connect.manager.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A Connect worker in memory, behind the JDK's web server: enough of the REST API, and any error on demand. */
public final class FakeConnect implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    static {
        // else each answer waits for the client's delayed acknowledgement
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Cluster cluster;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Deque<Scripted> scripted = new ArrayDeque<>();
    private volatile String kafkaClusterId = "kafka-1";
    private volatile String version = "4.3.1";
    private volatile String requiredAuthorization = "";

    /** What the workers of one cluster share. */
    public static final class Cluster {
        private final Map<String, ObjectNode> configs = new TreeMap<>();
        private final Map<String, String> states = new TreeMap<>();
        private final Map<String, String> traces = new TreeMap<>();
        private final Map<String, ArrayNode> offsets = new TreeMap<>();
        private final Map<String, List<String>> passwordKeys = new TreeMap<>();
        private final Map<String, String> refusedKeys = new TreeMap<>();

        /** A connector class with one PASSWORD key beside {@code file} and {@code topics}. */
        public Cluster plugin(String className, String... secretKeys) {
            passwordKeys.put(className, List.of(secretKeys));
            return this;
        }

        /** The server refuses every configuration that has this key, with this message. */
        public synchronized void refuse(String key, String message) {
            refusedKeys.put(key, message);
        }

        /** Puts a connector in. */
        public synchronized void put(String name, Map<String, String> config) {
            ObjectNode json = NODES.objectNode();
            config.forEach(json::put);
            json.put("name", name);
            configs.put(name, json);
            states.putIfAbsent(name, "RUNNING");
        }

        /** Lets task 0 of a connector fail. */
        public synchronized void fail(String name, String trace) {
            traces.put(name, trace);
        }

        /** The configuration of a connector. */
        public synchronized Map<String, String> config(String name) {
            return Connector.configIn(stored(name));
        }

        private ObjectNode stored(String name) {
            return Objects.requireNonNull(configs.get(name), name);
        }

        /** The names of all connectors. */
        public synchronized List<String> names() {
            return List.copyOf(configs.keySet());
        }

        /** The state of a connector. */
        public synchronized String state(String name) {
            return states.getOrDefault(name, "");
        }

        /** Sets the state of a connector. */
        public synchronized void state(String name, String state) {
            states.put(name, state);
        }

        /** Sets what offsets are answered. */
        public synchronized void offsets(String name, ArrayNode entries) {
            offsets.put(name, entries);
        }
    }

    private record Scripted(String requestPrefix, int status, String body, boolean actsFirst, boolean hangsUp) {}

    private FakeConnect(Cluster cluster) throws IOException {
        this.cluster = cluster;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** A worker of this cluster. */
    public static FakeConnect worker(Cluster cluster) throws IOException {
        return new FakeConnect(cluster);
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** All requests so far: method and path. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** The requests that may change something. */
    public List<String> writes() {
        return requests.stream()
                .filter(request -> !request.startsWith("GET ") && !request.endsWith("/validate"))
                .toList();
    }

    public void forgetRequests() {
        requests.clear();
    }

    public void kafkaClusterId(String id) {
        kafkaClusterId = id;
    }

    public void version(String text) {
        version = text;
    }

    public void requireAuthorization(String header) {
        requiredAuthorization = header;
    }

    /** The next request that begins so is answered with this status instead. */
    public synchronized void answerNext(String requestPrefix, int status, String body) {
        scripted.add(new Scripted(requestPrefix, status, body, false, false));
    }

    /** The next request that begins so is carried out, but its connection ends without an answer. */
    public synchronized void actAndHangUp(String requestPrefix) {
        scripted.add(new Scripted(requestPrefix, 0, "", true, true));
    }

    private synchronized Scripted scriptFor(String request) {
        for (Scripted script : scripted) {
            if (request.startsWith(script.requestPrefix())) {
                scripted.remove(script);
                return script;
            }
        }
        return new Scripted("", 0, "", true, false);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        requests.add(request);
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Scripted script = scriptFor(request);
        Answer answer = isRefused(exchange)
                ? new Answer(401, "")
                : script.actsFirst() ? answer(exchange, body) : new Answer(script.status(), script.body());
        if (script.hangsUp()) {
            exchange.close();
            return;
        }
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private boolean isRefused(HttpExchange exchange) {
        return !requiredAuthorization.isEmpty()
                && !requiredAuthorization.equals(exchange.getRequestHeaders().getFirst("Authorization"));
    }

    private record Answer(int status, String body) {}

    private Answer answer(HttpExchange exchange, String body) throws IOException {
        String method = exchange.getRequestMethod();
        String path = exchange.getRequestURI().getPath();
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        synchronized (cluster) {
            if (path.equals("/")) {
                return json(NODES.objectNode()
                        .put("version", version)
                        .put("commit", "c0ffee")
                        .put("kafka_cluster_id", kafkaClusterId));
            }
            if (path.equals("/health")) {
                return json(NODES.objectNode().put("status", "healthy"));
            }
            if (path.startsWith("/admin/loggers")) {
                return loggers(method, path);
            }
            if (path.startsWith("/connector-plugins")) {
                return plugins(path, body);
            }
            return connectors(method, path, query, body);
        }
    }

    private static Answer loggers(String method, String path) {
        if (method.equals("PUT")) {
            return new Answer(200, "[\"" + path.substring(path.lastIndexOf('/') + 1) + "\"]");
        }
        return new Answer(200, "{\"root\":{\"level\":\"INFO\",\"last_modified\":null}}");
    }

    private Answer plugins(String path, String body) throws IOException {
        String[] parts = path.split("/", -1);
        if (parts.length == 2) {
            ArrayNode all = NODES.arrayNode();
            cluster.passwordKeys.keySet().forEach(name -> all.addObject()
                    .put("class", name)
                    .put("type", name.contains("Source") ? "source" : "sink")
                    .put("version", "1.0"));
            return json(all);
        }
        if (!cluster.passwordKeys.containsKey(parts[2])) {
            return error(404, "Unknown plugin " + parts[2] + ".");
        }
        ArrayNode definition = definition(parts[2]);
        return path.endsWith("/validate") ? validation(definition, JSON.readTree(body)) : json(definition);
    }

    private ArrayNode definition(String className) {
        ArrayNode settings = NODES.arrayNode();
        for (String key : List.of("file", "topics", "topics.regex", "topic", "number")) {
            settings.add(setting(key, "STRING"));
        }
        cluster.passwordKeys.getOrDefault(className, List.of()).forEach(key -> settings.add(setting(key, "PASSWORD")));
        return settings;
    }

    private static ObjectNode setting(String key, String type) {
        return NODES.objectNode()
                .put("name", key)
                .put("type", type)
                .put("required", false)
                .putNull("default_value")
                .put("importance", "HIGH")
                .put("documentation", "What " + key + " is.");
    }

    private Answer validation(ArrayNode definition, JsonNode config) {
        ObjectNode result = NODES.objectNode();
        ArrayNode configs = result.putArray("configs");
        definition.forEach(setting -> {
            ObjectNode entry = configs.addObject();
            entry.set("definition", setting);
            ObjectNode value =
                    entry.putObject("value").put("name", setting.path("name").asText());
            value.putArray("errors");
        });
        cluster.refusedKeys.forEach((key, message) -> {
            if (config.has(key)) {
                ObjectNode value = configs.addObject().putObject("value").put("name", key);
                value.putArray("errors").add(message + config.path(key).asText());
            }
        });
        return json(result);
    }

    private Answer connectors(String method, String path, String query, String body) throws IOException {
        String[] parts = path.split("/", -1);
        if (parts.length == 2) {
            return method.equals("POST") ? create(JSON.readTree(body)) : list(query);
        }
        String name = parts[2];
        String part = parts.length > 3 ? parts[3] : "";
        if (!cluster.configs.containsKey(name) && !(method.equals("PUT") && part.equals("config"))) {
            return error(404, "Connector " + name + " not found");
        }
        return switch (method + " " + part) {
            case "GET " -> json(info(name));
            case "GET status" -> json(status(name));
            case "GET config" -> json(cluster.stored(name));
            case "PUT config" -> replace(name, JSON.readTree(body));
            case "PATCH config" -> patch(name, JSON.readTree(body));
            case "DELETE " -> delete(name);
            case "PUT pause" -> state(name, "PAUSED");
            case "PUT resume" -> state(name, "RUNNING");
            case "PUT stop" -> state(name, "STOPPED");
            case "POST restart", "POST tasks" -> restart(name);
            case "GET topics" -> new Answer(200, "{\"" + name + "\":{\"topics\":[\"t1\"]}}");
            case "PUT topics" -> new Answer(200, "");
            case "GET tasks" ->
                new Answer(
                        200,
                        "[{\"id\":{\"connector\":\"" + name + "\",\"task\":0},\"config\":" + cluster.configs.get(name)
                                + "}]");
            case "GET offsets" ->
                json(NODES.objectNode()
                        .<ObjectNode>set("offsets", cluster.offsets.getOrDefault(name, NODES.arrayNode())));
            case "PATCH offsets" -> alterOffsets(name, JSON.readTree(body));
            case "DELETE offsets" -> alterOffsets(name, NODES.objectNode().set("offsets", NODES.arrayNode()));
            default -> error(405, "Method not allowed");
        };
    }

    private Answer list(String query) {
        if (!query.contains("expand")) {
            ArrayNode names = NODES.arrayNode();
            cluster.configs.keySet().forEach(names::add);
            return json(names);
        }
        ObjectNode all = NODES.objectNode();
        cluster.configs.keySet().forEach(name -> {
            ObjectNode entry = all.putObject(name);
            entry.set("info", info(name));
            entry.set("status", status(name));
        });
        return json(all);
    }

    private ObjectNode info(String name) {
        ObjectNode info = NODES.objectNode().put("name", name).put("type", type(name));
        info.set("config", cluster.stored(name));
        info.putArray("tasks");
        return info;
    }

    private String type(String name) {
        return cluster.stored(name).path("connector.class").asText().contains("Source") ? "source" : "sink";
    }

    private ObjectNode status(String name) {
        String state = cluster.states.getOrDefault(name, "RUNNING");
        ObjectNode status = NODES.objectNode().put("name", name).put("type", type(name));
        status.putObject("connector").put("state", state).put("worker_id", "worker:1");
        ArrayNode tasks = status.putArray("tasks");
        if (!state.equals("STOPPED")) {
            ObjectNode task = tasks.addObject().put("id", 0).put("worker_id", "worker:1");
            String trace = cluster.traces.getOrDefault(name, "");
            task.put("state", trace.isEmpty() ? state : "FAILED");
            if (!trace.isEmpty()) {
                task.put("trace", trace);
            }
        }
        return status;
    }

    private Answer create(JsonNode body) {
        String name = body.path("name").asText();
        if (cluster.configs.containsKey(name)) {
            return error(409, "Connector " + name + " already exists");
        }
        cluster.states.put(name, body.path("initial_state").asText("RUNNING"));
        return replace(name, body.path("config"));
    }

    private Answer replace(String name, JsonNode config) {
        ObjectNode copy = config.deepCopy();
        copy.put("name", name);
        cluster.configs.put(name, copy);
        cluster.states.putIfAbsent(name, "RUNNING");
        return json(info(name));
    }

    private Answer patch(String name, JsonNode changes) {
        ObjectNode config = cluster.stored(name);
        changes.forEachEntry((key, value) -> {
            if (value.isNull()) {
                config.remove(key);
            } else {
                config.set(key, value);
            }
        });
        return json(info(name));
    }

    private Answer delete(String name) {
        cluster.configs.remove(name);
        cluster.states.remove(name);
        return new Answer(204, "");
    }

    private Answer state(String name, String state) {
        cluster.states.put(name, state);
        return new Answer(202, "");
    }

    private Answer restart(String name) {
        cluster.traces.remove(name);
        return new Answer(204, "");
    }

    private Answer alterOffsets(String name, JsonNode document) {
        if (!cluster.states.getOrDefault(name, "").equals("STOPPED")) {
            return error(400, "Connectors must be in the STOPPED state");
        }
        cluster.offsets.put(name, (ArrayNode) document.path("offsets"));
        return new Answer(200, "{\"message\":\"altered\"}");
    }

    private static Answer json(JsonNode node) {
        return new Answer(200, node.toString());
    }

    private static Answer error(int status, String message) {
        return new Answer(
                status,
                NODES.objectNode()
                        .put("error_code", status)
                        .put("message", message)
                        .toString());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** A pause that passes at once on a clock of its own. */
    public static Pause noPause() {
        return new Pause() {
            private long now;

            @Override
            public synchronized long nanoTime() {
                return now;
            }

            @Override
            public synchronized void of(Duration duration) {
                now += duration.toNanos();
            }
        };
    }

    /** The names of some connectors: {@code prefix-1} … */
    public static List<String> names(String prefix, int count) {
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            names.add(prefix + "-" + i);
        }
        return names;
    }
}
