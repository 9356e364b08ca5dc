package org.lsst.efd.connect.manager.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.lsst.efd.connect.manager.outcome.CommandFailure;
import org.lsst.efd.connect.manager.outcome.ExitCode;

/**
 * A Connect cluster through its REST API. Each method is one request, unless it says otherwise.
 *
 * <p>Every method throws {@link WorkerRefusal} where a worker answers with an error, and {@link CommandFailure} with
 * {@link ExitCode#UNREACHABLE} where none answers. Thread-safe: one request at a time.
 */
public final class ConnectCluster implements ConnectorWrites {
    private final Workers workers;
    private final Consumer<Connector> reader;
    private Optional<WorkerVersion> version = Optional.empty();

    private ConnectCluster(Workers workers, Consumer<Connector> reader) {
        this.workers = workers;
        this.reader = reader;
    }

    /**
     * The cluster behind this connection; nothing is sent yet.
     *
     * @param debugLog takes a line per request: method, path, worker and status, never a body
     * @param reader is shown every connector that is read, before the caller sees it: it can learn its secrets
     */
    public static ConnectCluster at(
            WorkerConnection connection, Pause pause, Consumer<String> debugLog, Consumer<Connector> reader) {
        return new ConnectCluster(
                new Workers(
                        connection.urls(),
                        new HttpTransport(connection, debugLog),
                        connection.rebalanceTimeout(),
                        pause),
                reader);
    }

    /**
     * All connectors, sorted by name: two requests, and one or two for each connector that has not reported its status
     * yet (workers leave it out of the long list).
     */
    public Map<String, Connector> connectors() {
        Map<String, Connector> connectors = new TreeMap<>();
        workers.call(WorkerRequest.get("/connectors?expand=info&expand=status"))
                .forEachEntry(
                        (name, entry) -> expanded(name, entry).ifPresent(connector -> connectors.put(name, connector)));
        for (String name : names()) {
            if (!connectors.containsKey(name)) {
                unexpanded(name).ifPresent(connector -> connectors.put(name, connector));
            }
        }
        connectors.values().forEach(reader);
        return connectors;
    }

    private static Optional<Connector> expanded(String name, JsonNode entry) {
        JsonNode info = entry.path("info");
        if (info.isMissingNode() || entry.path("status").isMissingNode()) {
            return Optional.empty();
        }
        return Optional.of(
                new Connector(name, Connector.configIn(info.path("config")), ConnectorStatus.in(entry.path("status"))));
    }

    /** The names of all connectors. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        workers.call(WorkerRequest.get("/connectors")).forEach(name -> names.add(name.asText()));
        return names;
    }

    /** One connector, by two requests; empty where there is none of this name. */
    public Optional<Connector> connector(String name) {
        Optional<Connector> connector = unexpanded(name);
        connector.ifPresent(reader);
        return connector;
    }

    private Optional<Connector> unexpanded(String name) {
        return found(() -> workers.call(WorkerRequest.get(path(name, ""))))
                .map(info -> new Connector(
                        name,
                        Connector.configIn(info.path("config")),
                        found(() -> workers.call(WorkerRequest.get(path(name, "/status"))))
                                .map(ConnectorStatus::in)
                                .orElseGet(() -> ConnectorStatus.unreported(
                                        name, info.path("type").asText()))));
    }

    /** The state of one connector and its tasks. */
    public ConnectorStatus status(String name) {
        return ConnectorStatus.in(workers.call(WorkerRequest.get(path(name, "/status"))));
    }

    /** The configuration of one connector, secrets in the clear. */
    public Map<String, String> config(String name) {
        return Connector.configIn(workers.call(WorkerRequest.get(path(name, "/config"))));
    }

    /** The configurations the connector gave its tasks, by task number, secrets in the clear. */
    public Map<Integer, Map<String, String>> taskConfigs(String name) {
        Map<Integer, Map<String, String>> configs = new TreeMap<>();
        workers.call(WorkerRequest.get(path(name, "/tasks")))
                .forEach(task ->
                        configs.put(task.path("id").path("task").asInt(), Connector.configIn(task.path("config"))));
        return configs;
    }

    /** The topics the connector has used since its last reset; empty where the workers do not track them. */
    public List<String> activeTopics(String name) {
        List<String> topics = new ArrayList<>();
        try {
            workers.call(WorkerRequest.get(path(name, "/topics")))
                    .path(name)
                    .path("topics")
                    .forEach(topic -> topics.add(topic.asText()));
        } catch (WorkerRefusal refusal) {
            if (!refusal.isAuthenticationRefused()) {
                throw refusal;
            }
        }
        topics.sort(null);
        return topics;
    }

    /** Forgets which topics the connector has used. */
    public void resetActiveTopics(String name) {
        workers.call(WorkerRequest.of("PUT", path(name, "/topics/reset")));
    }

    /** The connectors that can be deployed; with {@code all} also converters, transforms and predicates. */
    public List<Plugin> plugins(boolean all) {
        List<Plugin> plugins = new ArrayList<>();
        workers.call(WorkerRequest.get("/connector-plugins" + (all ? "?connectorsOnly=false" : "")))
                .forEach(json -> plugins.add(new Plugin(
                        json.path("class").asText(),
                        json.path("type").asText(),
                        json.path("version").isNull()
                                ? ""
                                : json.path("version").asText())));
        return plugins;
    }

    /** The settings a plugin declares; empty where the worker has no such plugin. */
    public Optional<List<PluginSetting>> pluginSettings(String className) {
        return found(() -> workers.call(
                        WorkerRequest.get("/connector-plugins/" + WorkerRequest.segment(className) + "/config")))
                .map(PluginSetting::allIn);
    }

    /** What the server says about this configuration; nothing is changed. */
    public Validation validate(String className, Map<String, String> config) {
        return Validation.in(workers.call(WorkerRequest.of(
                "PUT", "/connector-plugins/" + WorkerRequest.segment(className) + "/config/validate", json(config))));
    }

    /**
     * Creates a connector. Where no answer comes, or a rebalance is going on, it looks before it sends again, so that
     * the connector is there once.
     *
     * @param initialState RUNNING, PAUSED or STOPPED; one more request on workers before 3.7
     * @throws CommandFailure where one of this name and another configuration is there already
     */
    @Override
    public void create(String name, Map<String, String> config, ConnectorState initialState) {
        boolean toldAtOnce = initialState == ConnectorState.RUNNING || version().knowsInitialState();
        createIn(name, config, toldAtOnce ? initialState : ConnectorState.RUNNING);
        if (!toldAtOnce) {
            setState(name, initialState);
        }
    }

    /** The version of the worker that answers; asked once. */
    public WorkerVersion version() {
        if (version.isEmpty()) {
            version = Optional.of(WorkerVersion.in(
                    workers.call(WorkerRequest.get("/")).path("version").asText()));
        }
        return version.get();
    }

    private void createIn(String name, Map<String, String> config, ConnectorState initialState) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("name", name);
        body.set("config", json(config));
        if (initialState != ConnectorState.RUNNING) {
            body.put("initial_state", initialState.name());
        }
        WorkerRequest request =
                new WorkerRequest("POST", "/connectors", Optional.of(body), WorkerRequest.Repetition.AFTER_LOOKING);
        boolean isConfirmed = workers.untilSettled(request, () -> isThere(name, config));
        if (!isConfirmed && initialState != ConnectorState.RUNNING) {
            // the worker that died meanwhile may have left the configuration without the state
            setState(name, initialState);
        }
    }

    /** Whether the connector is there with this configuration. */
    private boolean isThere(String name, Map<String, String> config) {
        Optional<Map<String, String>> present = found(() -> workers.call(WorkerRequest.get(path(name, "/config"))))
                .map(Connector::configIn);
        if (present.isEmpty()) {
            return false;
        }
        Map<String, String> wanted = new TreeMap<>(config);
        wanted.put("name", name);
        if (!present.get().equals(wanted)) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "Connector " + name + " exists already with another configuration; use apply to change it");
        }
        return true;
    }

    /** Replaces the configuration of a connector. */
    @Override
    public void replaceConfig(String name, Map<String, String> config) {
        workers.call(WorkerRequest.of("PUT", path(name, "/config"), json(config)));
    }

    /** Changes single keys; an empty value removes the key. Two requests on workers before 3.8. */
    public void patchConfig(String name, Map<String, Optional<String>> changes) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        changes.forEach((key, value) -> value.ifPresentOrElse(text -> patch.put(key, text), () -> patch.putNull(key)));
        try {
            workers.call(WorkerRequest.of("PATCH", path(name, "/config"), patch));
        } catch (WorkerRefusal refusal) {
            if (!refusal.isUnknownOperation()) {
                throw refusal;
            }
            Map<String, String> config = config(name);
            changes.forEach(
                    (key, value) -> value.ifPresentOrElse(text -> config.put(key, text), () -> config.remove(key)));
            replaceConfig(name, config);
        }
    }

    /** Brings the connector into this state: RUNNING, PAUSED or STOPPED. The tasks follow a little later. */
    @Override
    public void setState(String name, ConnectorState state) {
        String verb =
                switch (state) {
                    case RUNNING -> "/resume";
                    case PAUSED -> "/pause";
                    case STOPPED -> "/stop";
                    case FAILED, UNASSIGNED, RESTARTING, UNKNOWN ->
                        throw new IllegalArgumentException(state + " is not a state to ask for");
                };
        workers.call(WorkerRequest.of("PUT", path(name, verb)));
    }

    /** Removes the connector. Its offsets stay. */
    @Override
    public void delete(String name) {
        workers.call(WorkerRequest.of("DELETE", path(name, "")));
    }

    /**
     * Restarts the connector; with {@code tasks} its tasks too; with {@code onlyFailed} what has FAILED of these.
     *
     * <p>More than the connector alone needs a leader that may write its configurations. One that was frozen may have lost
     * that right and does not ask for it again (seen with 4.3.1): then the parts are restarted one by one.
     */
    public void restart(String name, boolean tasks, boolean onlyFailed) {
        try {
            workers.call(WorkerRequest.of(
                    "POST", path(name, "/restart?includeTasks=" + tasks + "&onlyFailed=" + onlyFailed)));
        } catch (WorkerRefusal refusal) {
            if (refusal.status() != 500 || !tasks) {
                throw refusal;
            }
            restartOneByOne(unexpanded(name).orElseThrow(() -> refusal).status(), onlyFailed);
        }
    }

    private void restartOneByOne(ConnectorStatus status, boolean onlyFailed) {
        if (!onlyFailed || status.state() == ConnectorState.FAILED) {
            workers.call(WorkerRequest.of("POST", path(status.name(), "/restart")));
        }
        for (TaskStatus task : status.tasks()) {
            if (!onlyFailed || task.state() == ConnectorState.FAILED) {
                restartTask(status.name(), task.number());
            }
        }
    }

    /** Restarts one task. */
    public void restartTask(String name, int task) {
        workers.call(WorkerRequest.of("POST", path(name, "/tasks/" + task + "/restart")));
    }

    /** The offsets of a connector as the worker gives them: an object with the array {@code offsets}. */
    public JsonNode offsets(String name) {
        return workers.call(WorkerRequest.get(path(name, "/offsets")));
    }

    /** Changes offsets of a stopped connector; an offset of null resets its partition. */
    public void alterOffsets(String name, JsonNode offsets) {
        workers.call(WorkerRequest.of("PATCH", path(name, "/offsets"), offsets));
    }

    /** Resets all offsets of a stopped connector. */
    public void deleteOffsets(String name) {
        workers.call(WorkerRequest.of("DELETE", path(name, "/offsets")));
    }

    /** The levels of the loggers of the worker that answers. */
    public Map<String, String> loggers() {
        Map<String, String> levels = new TreeMap<>();
        workers.call(WorkerRequest.get("/admin/loggers"))
                .forEachEntry((logger, entry) ->
                        levels.put(logger, entry.path("level").asText()));
        return levels;
    }

    /** Sets the level of a logger, on the worker that answers or on all of the cluster. */
    public void setLogger(String logger, String level, boolean wholeCluster) {
        workers.call(WorkerRequest.of(
                "PUT",
                "/admin/loggers/" + WorkerRequest.segment(logger) + "?scope=" + (wholeCluster ? "cluster" : "worker"),
                JsonNodeFactory.instance.objectNode().put("level", level)));
    }

    /** Each worker URL as it answers now, also those that do not. */
    public List<WorkerInfo> workers() {
        List<WorkerInfo> infos = new ArrayList<>();
        for (URI url : workers.urls()) {
            try {
                infos.add(workers.askOnly(url, "/")
                        .map(root -> reachable(url, root))
                        .orElseGet(() -> new WorkerInfo(url.toString(), false, "", "", "", "unreachable")));
            } catch (InterruptedException e) {
                throw Workers.interrupted(e);
            }
        }
        return infos;
    }

    private WorkerInfo reachable(URI url, JsonNode root) {
        try {
            String health = workers.askOnly(url, "/health")
                    .map(answer -> answer.path("status").asText("unknown"))
                    .orElse("unknown");
            return new WorkerInfo(
                    url.toString(),
                    true,
                    root.path("version").asText(),
                    root.path("commit").asText(),
                    root.path("kafka_cluster_id").asText(),
                    health.isEmpty() ? "unknown" : health);
        } catch (InterruptedException e) {
            throw Workers.interrupted(e);
        }
    }

    private static Optional<JsonNode> found(Supplier<JsonNode> read) {
        try {
            return Optional.of(read.get());
        } catch (WorkerRefusal refusal) {
            if (refusal.isNotFound()) {
                return Optional.empty();
            }
            throw refusal;
        }
    }

    private static String path(String name, String rest) {
        return "/connectors/" + WorkerRequest.segment(name) + rest;
    }

    private static ObjectNode json(Map<String, String> config) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        config.forEach(json::put);
        return json;
    }
}
