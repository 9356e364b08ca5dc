package org.lsst.efd.connect.manager.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.lsst.efd.connect.manager.context.Contexts;
import org.lsst.efd.connect.manager.output.Column;
import org.lsst.efd.connect.manager.secrets.SecretKeys;
import picocli.CommandLine.Command;

@Command(name = "list", description = "All contexts.")
final class ContextListCommand implements Callable<Integer> {
    private final Session session;

    ContextListCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Contexts contexts = session.contexts();
        ArrayNode rows = ConnectorDocuments.array(List.of());
        contexts.clusters().forEach((name, cluster) -> {
            ObjectNode row = rows.addObject();
            row.put("name", name);
            row.put("current", contexts.current().equals(Optional.of(name)));
            cluster.settings()
                    .forEach((key, value) -> row.put(
                            key,
                            isReference(value) ? value : session.redaction().masked(key, value, SecretKeys.byName())));
            row.set(
                    "vars",
                    ConnectorDocuments.texts(session.redaction().masked(cluster.variables(), SecretKeys.byName())));
        });
        session.console()
                .rows(
                        rows,
                        List.of(
                                new Column("CONTEXT", "name"),
                                new Column("CURRENT", "current"),
                                new Column("WORKERS", "connect"),
                                new Column("BROKER", "broker")));
        return 0;
    }

    private static boolean isReference(String value) {
        return value.startsWith("env:") || value.startsWith("file:");
    }
}
