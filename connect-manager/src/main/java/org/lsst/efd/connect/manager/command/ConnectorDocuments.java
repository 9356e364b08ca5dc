package org.lsst.efd.connect.manager.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.lsst.efd.connect.manager.rest.Connector;
import org.lsst.efd.connect.manager.rest.ConnectorStatus;
import org.lsst.efd.connect.manager.rest.TaskStatus;
import org.lsst.efd.connect.manager.rest.WorkerInfo;
import org.lsst.efd.connect.manager.snapshot.ConnectorLook;

/** The stable JSON forms of what commands show; YAML and tables are made from them. */
final class ConnectorDocuments {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ConnectorDocuments() {}

    static ObjectNode listed(Connector connector) {
        ConnectorStatus status = connector.status();
        ObjectNode row = NODES.objectNode();
        row.put("name", connector.name());
        row.put("type", status.type());
        row.put("state", status.state().name());
        row.put("tasks", status.runningTasks() + "/" + status.tasks().size());
        row.put("class", connector.connectorClass());
        return row;
    }

    static ObjectNode status(ConnectorLook look) {
        ConnectorStatus status = look.status();
        ObjectNode json = NODES.objectNode();
        json.put("name", status.name());
        json.put("type", status.type());
        json.put("state", status.state().name());
        json.put("worker", status.worker());
        if (!status.trace().isEmpty()) {
            json.put("failure", status.failure());
        }
        look.lag().ifPresent(lag -> json.put("lag", lag));
        look.rate().ifPresent(rate -> json.put("rate", rounded(rate)));
        look.lagChange().ifPresent(change -> json.put("lagChange", rounded(change)));
        json.set("tasks", tasks(status, false));
        return json;
    }

    static ArrayNode tasks(ConnectorStatus status, boolean withTraces) {
        ArrayNode tasks = NODES.arrayNode();
        for (TaskStatus task : status.tasks()) {
            ObjectNode json = tasks.addObject();
            json.put("task", task.number());
            json.put("state", task.state().name());
            json.put("worker", task.worker());
            if (!task.trace().isEmpty()) {
                json.put("failure", task.failure());
            }
            if (withTraces && !task.trace().isEmpty()) {
                json.put("trace", task.trace());
            }
        }
        return tasks;
    }

    /** One row per connector and task, for the table of {@code status}. */
    static ArrayNode statusRows(Iterable<ConnectorLook> looks) {
        ArrayNode rows = NODES.arrayNode();
        for (ConnectorLook look : looks) {
            ConnectorStatus status = look.status();
            ObjectNode row = rows.addObject();
            row.put("name", status.name());
            row.put("state", status.state().name());
            row.put("worker", status.worker());
            row.put("tasks", status.runningTasks() + "/" + status.tasks().size());
            look.lag().ifPresent(lag -> row.put("lag", lag));
            row.put("failure", ConnectorDocuments.ownFailure(status));
            for (TaskStatus task : status.tasks()) {
                ObjectNode line = rows.addObject();
                line.put("name", "  task " + task.number());
                line.put("state", task.state().name());
                line.put("worker", task.worker());
                line.put("failure", task.failure());
            }
        }
        return rows;
    }

    private static double rounded(double perSecond) {
        return Math.round(perSecond * 10) / 10.0;
    }

    private static String ownFailure(ConnectorStatus status) {
        return status.trace().isEmpty() ? "" : status.failure();
    }

    static ObjectNode texts(Map<String, String> texts) {
        ObjectNode json = NODES.objectNode();
        texts.forEach(json::put);
        return json;
    }

    static ObjectNode worker(WorkerInfo worker) {
        ObjectNode json = NODES.objectNode();
        json.put("name", worker.url());
        json.put("reachable", worker.isReachable());
        json.put("version", worker.version());
        json.put("commit", worker.commit());
        json.put("kafkaClusterId", worker.kafkaClusterId());
        json.put("health", worker.health());
        return json;
    }

    static ArrayNode array(Iterable<? extends JsonNode> nodes) {
        ArrayNode array = NODES.arrayNode();
        nodes.forEach(array::add);
        return array;
    }

    static ObjectNode object() {
        return NODES.objectNode();
    }
}
