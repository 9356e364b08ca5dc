package org.lsst.efd.connect.manager.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.lsst.efd.connect.manager.files.DesiredConnector;
import org.lsst.efd.connect.manager.output.Console;
import org.lsst.efd.connect.manager.output.OutputFormat;
import org.lsst.efd.connect.manager.plan.Change;
import org.lsst.efd.connect.manager.plan.KeyChange;
import org.lsst.efd.connect.manager.plan.Plan;
import org.lsst.efd.connect.manager.secrets.SecretKeys;

/** Shows a plan: as text with one line per key, or as a document. What differs is decided on the true values. */
final class PlanPrinter {
    private final Session session;

    PlanPrinter(Session session) {
        this.session = session;
    }

    void print(Plan plan) {
        Console console = session.console();
        ArrayNode changes = ConnectorDocuments.array(
                plan.changes().stream().map(this::document).toList());
        switch (console.format()) {
            case TABLE -> changes.forEach(change -> print((ObjectNode) change));
            case JSON, YAML -> console.document(changes);
            case NAMES -> plan.work().stream().map(Change::connector).distinct().forEach(console::line);
        }
        if (console.format() == OutputFormat.TABLE) {
            console.line(summary(plan));
        }
    }

    private ObjectNode document(Change change) {
        ObjectNode json = ConnectorDocuments.object();
        json.put("name", change.connector());
        if (change instanceof Change.Create create) {
            json.put("action", "create");
            json.put("state", create.desired().state().word());
            json.set("config", ConnectorDocuments.texts(masked(create.desired())));
        } else if (change instanceof Change.Update update) {
            json.put("action", "update");
            ArrayNode keys = json.putArray("keys");
            SecretKeys secrets = session.plugins().secretKeys(update.desired().connectorClass());
            update.keys().forEach(key -> keys.add(key(key, secrets)));
        } else if (change instanceof Change.Switch toState) {
            json.put("action", "state");
            json.put("from", toState.from().word());
            json.put("to", toState.to().word());
        } else if (change instanceof Change.Delete) {
            json.put("action", "delete");
        } else {
            json.put("action", "keep");
        }
        return json;
    }

    private ObjectNode key(KeyChange change, SecretKeys secrets) {
        ObjectNode json = ConnectorDocuments.object();
        json.put("key", change.key());
        json.put("change", change.before().isEmpty() ? "added" : change.after().isEmpty() ? "removed" : "changed");
        change.before()
                .ifPresent(value -> json.put("before", session.redaction().masked(change.key(), value, secrets)));
        change.after().ifPresent(value -> json.put("after", session.redaction().masked(change.key(), value, secrets)));
        return json;
    }

    private Map<String, String> masked(DesiredConnector connector) {
        return session.redaction().masked(connector.config(), session.plugins().secretKeys(connector.connectorClass()));
    }

    private void print(ObjectNode change) {
        Console console = session.console();
        String name = change.path("name").asText();
        switch (change.path("action").asText()) {
            case "create" -> {
                console.line("+ " + name + " (" + change.path("state").asText() + ")");
                change.path("config")
                        .forEachEntry((key, value) -> console.line("    + " + key + ": " + value.asText()));
            }
            case "update" -> {
                console.line("~ " + name);
                change.path("keys").forEach(key -> console.line("    " + keyLine((ObjectNode) key)));
            }
            case "state" ->
                console.line("~ " + name + " state: " + change.path("from").asText() + " -> "
                        + change.path("to").asText());
            case "delete" -> console.line("- " + name);
            default -> console.line("= " + name);
        }
    }

    private static String keyLine(ObjectNode key) {
        String name = key.path("key").asText();
        String before = key.path("before").asText();
        String after = key.path("after").asText();
        return switch (key.path("change").asText()) {
            case "added" -> "+ " + name + ": " + after;
            case "removed" -> "- " + name + ": " + before;
            default -> "~ " + name + ": " + before + " -> " + after + (before.equals(after) ? " (changed)" : "");
        };
    }

    private static String summary(Plan plan) {
        List<Change> changes = plan.changes();
        return plan.isEmpty()
                ? "Nothing to do: " + changes.size() + " unchanged"
                : count(changes, Change.Create.class) + " to create, " + count(changes, Change.Update.class)
                        + " to update, " + count(changes, Change.Switch.class) + " to change state, "
                        + count(changes, Change.Delete.class) + " to delete, " + count(changes, Change.Keep.class)
                        + " unchanged";
    }

    private static long count(List<Change> changes, Class<? extends Change> kind) {
        return changes.stream().filter(kind::isInstance).count();
    }
}
