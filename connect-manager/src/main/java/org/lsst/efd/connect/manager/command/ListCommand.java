package org.lsst.efd.connect.manager.command;

import java.util.List;
import java.util.concurrent.Callable;
import org.lsst.efd.connect.manager.output.Column;
import picocli.CommandLine.Command;

@Command(name = "list", description = "Connectors with type, state and running tasks.")
final class ListCommand implements Callable<Integer> {
    private final Session session;

    ListCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        session.console()
                .rows(
                        ConnectorDocuments.array(session.cluster().connectors().values().stream()
                                .map(ConnectorDocuments::listed)
                                .toList()),
                        List.of(
                                new Column("NAME", "name"),
                                new Column("TYPE", "type"),
                                new Column("STATE", "state"),
                                new Column("TASKS", "tasks"),
                                new Column("CLASS", "class")));
        return 0;
    }
}
