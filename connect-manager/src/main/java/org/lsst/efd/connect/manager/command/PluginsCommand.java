package org.lsst.efd.connect.manager.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.lsst.efd.connect.manager.output.Column;
import org.lsst.efd.connect.manager.rest.Plugin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "plugins",
        description = "The installed connectors; with --all also converters, transforms, predicates.")
final class PluginsCommand implements Callable<Integer> {
    private final Session session;

    @Option(names = "--all", description = "Every kind of plugin.")
    private boolean all;

    @Option(names = "--versions", description = "Show versions in the table.")
    private boolean versions;

    PluginsCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        ArrayNode rows = ConnectorDocuments.array(List.of());
        session.cluster().plugins(all).stream()
                .sorted(Comparator.comparing(Plugin::type)
                        .thenComparing(Plugin::className)
                        .thenComparing(Plugin::version))
                .forEach(plugin -> rows.addObject()
                        .put("name", plugin.className())
                        .put("type", plugin.type())
                        .put("version", plugin.version()));
        List<Column> columns = new ArrayList<>(List.of(new Column("CLASS", "name"), new Column("TYPE", "type")));
        if (versions) {
            columns.add(new Column("VERSION", "version"));
        }
        session.console().rows(rows, columns);
        return 0;
    }
}
