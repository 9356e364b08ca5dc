package org.lsst.efd.quickstart.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.lsst.efd.quickstart.process.Await;
import org.lsst.efd.quickstart.process.StackException;

/**
 * The REST interface of a Connect cluster, as far as tests need it. Each call goes to the first worker that answers; it
 * is tried again, for up to five minutes, while workers rebalance (409), start, or are gone. Thread-safe.
 */
public final class ConnectRest {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NOT_FOUND = 404;

    private final Supplier<List<String>> urls;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /** A client of the workers whose base URLs are supplied, asked anew for every call. */
    public ConnectRest(Supplier<List<String>> urls) {
        this.urls = urls;
    }

    /** The class names of all plugins that the workers have found: connectors, converters, transformations and all. */
    public Set<String> plugins() {
        Set<String> classes = new TreeSet<>();
        get("/connector-plugins?connectorsOnly=false")
                .forEach(plugin -> classes.add(plugin.path("class").asText()));
        return classes;
    }

    /** Creates the connector, or gives it this configuration. */
    public void put(String connector, Map<String, String> config) {
        call("PUT", path(connector) + "/config", json(config));
    }

    /** The mistakes that the plugin finds in this configuration, each as {@code key: message}. */
    public List<String> mistakes(String connector, Map<String, String> config) {
        String type = config.getOrDefault("connector.class", "");
        Map<String, String> named = new HashMap<>(config);
        named.put("name", connector);
        JsonNode answer = call("PUT", "/connector-plugins/" + type + "/config/validate", json(named));
        List<String> mistakes = new ArrayList<>();
        for (JsonNode entry : answer.path("configs")) {
            JsonNode value = entry.path("value");
            value.path("errors")
                    .forEach(error -> mistakes.add(value.path("name").asText() + ": " + error.asText()));
        }
        return mistakes;
    }

    /** The names of all connectors. */
    public Set<String> connectors() {
        Set<String> names = new TreeSet<>();
        get("/connectors").forEach(name -> names.add(name.asText()));
        return names;
    }

    /** The state of the connector and its tasks; no value when there is no such connector, or none is known yet. */
    public Optional<ConnectorStatus> status(String connector) {
        Answer answer = exchange("GET", path(connector) + "/status", "");
        return answer.code() == NOT_FOUND ? Optional.empty() : Optional.of(status(answer.orThrow()));
    }

    /**
     * Returns when the connector and exactly this many tasks run.
     *
     * @throws StackException when one of them fails, with its trace, and when it takes too long
     */
    public ConnectorStatus awaitRunning(String connector, int tasks) {
        return Await.value("connector " + connector + " to run with " + tasks + " tasks", LIMIT, () -> {
            Optional<ConnectorStatus> status = status(connector);
            String failures = status.map(ConnectorStatus::failures).orElse("");
            if (!failures.isEmpty()) {
                throw new StackException("connector " + connector + " failed: " + failures);
            }
            return status.filter(now -> now.isRunning(tasks));
        });
    }

    /** Returns when the connector is in this state, for example {@code STOPPED}, and none of its tasks runs. */
    public void awaitState(String connector, String state) {
        Await.until("connector " + connector + " to be " + state, LIMIT, () -> {
            ConnectorStatus now = status(connector).orElseThrow();
            boolean hasRunningTask =
                    now.tasks().stream().anyMatch(task -> task.state().equals("RUNNING"));
            if (now.state().equals(state) && (state.equals("RUNNING") || !hasRunningTask)) {
                return true;
            }
            // shown when the time is up
            throw new IllegalStateException("it is " + now);
        });
    }

    /** The committed offsets: an object with {@code offsets}, each of a {@code partition} and an {@code offset}. */
    public JsonNode offsets(String connector) {
        return get(path(connector) + "/offsets");
    }

    /** Pauses the connector: tasks stay and rest. */
    public void pause(String connector) {
        call("PUT", path(connector) + "/pause", "");
    }

    /** Stops the connector: tasks are ended, offsets stay. */
    public void stop(String connector) {
        call("PUT", path(connector) + "/stop", "");
    }

    /** Lets a paused or stopped connector go on. */
    public void resume(String connector) {
        call("PUT", path(connector) + "/resume", "");
    }

    /** Restarts the connector and all of its tasks. */
    public void restart(String connector) {
        call("POST", path(connector) + "/restart?includeTasks=true&onlyFailed=false", "");
    }

    /** Deletes the connector; its offsets stay. One that is gone already, by an attempt without an answer, is no error. */
    public void delete(String connector) {
        Answer answer = exchange("DELETE", path(connector), "");
        if (answer.code() != NOT_FOUND) {
            answer.orThrow();
        }
    }

    /** Any other read, by its path. */
    public JsonNode get(String path) {
        return call("GET", path, "");
    }

    /**
     * Any other call, by its path.
     *
     * @param body JSON, or empty
     * @return the answer, a missing node when it has none
     * @throws StackException when the answer is an error, with its text
     */
    public JsonNode call(String method, String path, String body) {
        return exchange(method, path, body).orThrow();
    }

    private Answer exchange(String method, String path, String body) {
        return Await.value(method + " " + path, LIMIT, () -> {
            IOException last = new IOException("no worker is alive");
            for (String url : urls.get()) {
                try {
                    Answer answer = send(method, url + path, body);
                    if (!answer.isTemporary()) {
                        return Optional.of(answer);
                    }
                    last = new IOException(answer.toString());
                } catch (IOException e) {
                    last = e;
                }
            }
            throw last;
        });
    }

    private Answer send(String method, String url, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(ANSWER_LIMIT)
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        return new Answer(method + " " + url, response.statusCode(), response.body());
    }

    /** What a worker answered. */
    private record Answer(String request, int code, String body) {
        /** Rebalancing, starting, cut off from the worker that leads, or no longer leading without knowing it yet. */
        boolean isTemporary() {
            return code == 409
                    || code == 503
                    || (code == 500
                            && (body.contains("IO Error trying to forward")
                                    || body.contains("can be safely retried")
                                    || body.contains("a rebalance is expected")));
        }

        JsonNode orThrow() {
            if (code >= 300) {
                throw new StackException(this.toString());
            }
            try {
                return body.isEmpty() ? JsonNodeFactory.instance.missingNode() : JSON.readTree(body);
            } catch (IOException e) {
                throw new StackException("no JSON: " + this, e);
            }
        }

        @Override
        public String toString() {
            return request + " answered " + code + " " + body;
        }
    }

    private static ConnectorStatus status(JsonNode answer) {
        List<TaskStatus> tasks = new ArrayList<>();
        for (JsonNode task : answer.path("tasks")) {
            tasks.add(new TaskStatus(
                    task.path("id").asInt(),
                    task.path("state").asText(),
                    task.path("worker_id").asText(),
                    task.path("trace").asText("")));
        }
        JsonNode connector = answer.path("connector");
        return new ConnectorStatus(
                connector.path("state").asText(),
                connector.path("worker_id").asText(),
                connector.path("trace").asText(""),
                tasks);
    }

    private static String path(String connector) {
        return "/connectors/"
                + URLEncoder.encode(connector, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String json(Map<String, String> config) {
        try {
            return JSON.writeValueAsString(config);
        } catch (IOException e) {
            throw new StackException("cannot write as JSON: " + config.keySet(), e);
        }
    }
}
