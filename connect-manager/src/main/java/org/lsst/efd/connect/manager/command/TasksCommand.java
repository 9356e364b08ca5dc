package org.lsst.efd.connect.manager.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.lsst.efd.connect.manager.output.Column;
import org.lsst.efd.connect.manager.rest.ConnectorStatus;
import org.lsst.efd.connect.manager.rest.TaskStatus;
import org.lsst.efd.connect.manager.secrets.SecretKeys;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "tasks", description = "The tasks of one connector with their states and configurations.")
final class TasksCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "NAME", description = "The connector.")
    private String name = "";

    TasksCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Map<Integer, Map<String, String>> configs = session.cluster().taskConfigs(name);
        ConnectorStatus status = session.cluster().status(name);
        SecretKeys keys =
                session.plugins().secretKeys(session.cluster().config(name).getOrDefault("connector.class", ""));
        ArrayNode rows = ConnectorDocuments.array(List.of());
        configs.forEach((number, config) -> {
            ObjectNode row = rows.addObject();
            row.put("name", name + "-" + number);
            row.put("task", number);
            status.tasks().stream().filter(task -> task.number() == number).forEach(task -> describe(task, row));
            row.set("config", ConnectorDocuments.texts(session.redaction().masked(config, keys)));
        });
        session.console()
                .rows(
                        rows,
                        List.of(
                                new Column("TASK", "task"),
                                new Column("STATE", "state"),
                                new Column("WORKER", "worker"),
                                new Column("FAILURE", "failure")));
        return 0;
    }

    private static void describe(TaskStatus task, ObjectNode row) {
        row.put("state", task.state().name());
        row.put("worker", task.worker());
        if (!task.trace().isEmpty()) {
            row.put("failure", task.failure());
        }
    }
}
