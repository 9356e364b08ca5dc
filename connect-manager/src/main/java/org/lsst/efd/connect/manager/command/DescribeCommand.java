package org.lsst.efd.connect.manager.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.lsst.efd.connect.manager.outcome.CommandFailure;
import org.lsst.efd.connect.manager.outcome.ExitCode;
import org.lsst.efd.connect.manager.output.Column;
import org.lsst.efd.connect.manager.output.Console;
import org.lsst.efd.connect.manager.rest.Connector;
import org.lsst.efd.connect.manager.rest.TaskStatus;
import org.lsst.efd.connect.manager.rest.WorkerRefusal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "describe",
        aliases = "info",
        description = "Everything about one connector: configuration, tasks, topics, offsets, full traces.")
final class DescribeCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "NAME", description = "The connector.")
    private String name = "";

    DescribeCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Connector connector = session.cluster()
                .connector(name)
                .orElseThrow(() ->
                        new CommandFailure(ExitCode.FAILED, "There is no connector " + name + "; list shows them all"));
        ObjectNode document = document(connector);
        if (session.console().isTable()) {
            print(connector, document);
        } else {
            session.console().document(document);
        }
        return 0;
    }

    private ObjectNode document(Connector connector) {
        Map<String, String> config = session.redaction()
                .masked(connector.config(), session.plugins().secretKeys(connector.connectorClass()));
        ObjectNode document = ConnectorDocuments.object();
        document.put("name", connector.name());
        document.put("type", connector.status().type());
        document.put("state", connector.status().state().name());
        document.put("worker", connector.status().worker());
        if (!connector.status().trace().isEmpty()) {
            document.put("trace", connector.status().trace());
        }
        document.set("config", ConnectorDocuments.texts(config));
        document.set("tasks", ConnectorDocuments.tasks(connector.status(), true));
        session.cluster().activeTopics(name).forEach(document.putArray("topics")::add);
        offsets().ifPresent(offsets -> document.set("offsets", offsets.path("offsets")));
        return document;
    }

    /** Workers before 3.5 do not tell offsets, and a connector without a running worker cannot. */
    private Optional<JsonNode> offsets() {
        try {
            return Optional.of(session.cluster().offsets(name));
        } catch (WorkerRefusal refusal) {
            session.console().remark("warning: no offsets: " + refusal.getMessage());
            return Optional.empty();
        }
    }

    private void print(Connector connector, ObjectNode document) {
        Console console = session.console();
        console.line("Name:     " + connector.name());
        console.line("Type:     " + connector.status().type());
        console.line("State:    " + connector.status().state());
        console.line("Worker:   " + connector.status().worker());
        console.line("Config:");
        document.path("config").forEachEntry((key, value) -> console.line("  " + key + ": " + value.asText()));
        console.line("Tasks:");
        for (TaskStatus task : connector.status().tasks()) {
            console.line("  " + task.number() + "  " + task.state() + "  " + task.worker());
        }
        console.line("Topics:");
        document.path("topics").forEach(topic -> console.line("  " + topic.asText()));
        console.line("Offsets:  " + document.path("offsets").size() + " partitions");
        trace("connector", connector.status().trace());
        connector.status().tasks().forEach(task -> trace("task " + task.number(), task.trace()));
    }

    private void trace(String of, String trace) {
        if (!trace.isEmpty()) {
            session.console().line("Failure of " + of + ":");
            trace.lines().forEach(line -> session.console().line("  " + line));
        }
    }

    /** The columns of a table of keys and values. */
    static List<Column> keyColumns() {
        return List.of(new Column("KEY", "name"), new Column("VALUE", "value"));
    }
}
