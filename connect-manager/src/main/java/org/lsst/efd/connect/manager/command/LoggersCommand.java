package org.lsst.efd.connect.manager.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import java.util.concurrent.Callable;
import org.lsst.efd.connect.manager.output.Column;
import picocli.CommandLine.Command;

@Command(name = "loggers", description = "The loggers of the worker that answers, with their levels.")
final class LoggersCommand implements Callable<Integer> {
    private final Session session;

    LoggersCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        ArrayNode rows = ConnectorDocuments.array(List.of());
        session.cluster()
                .loggers()
                .forEach((name, level) -> rows.addObject().put("name", name).put("level", level));
        session.console().rows(rows, columns());
        return 0;
    }

    static List<Column> columns() {
        return List.of(new Column("LOGGER", "name"), new Column("LEVEL", "level"));
    }
}
