package org.lsst.efd.connect.manager.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.lsst.efd.connect.manager.output.OutputFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "config", description = "The configuration of one connector, secrets masked.")
final class ConfigCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "NAME", description = "The connector.")
    private String name = "";

    ConfigCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Map<String, String> config = session.cluster().config(name);
        Map<String, String> masked = session.redaction()
                .masked(config, session.plugins().secretKeys(config.getOrDefault("connector.class", "")));
        OutputFormat format = session.console().format();
        if (format == OutputFormat.JSON || format == OutputFormat.YAML) {
            session.console().document(ConnectorDocuments.texts(masked));
        } else {
            ArrayNode rows = ConnectorDocuments.array(List.of());
            masked.forEach((key, value) -> rows.addObject().put("name", key).put("value", value));
            session.console().rows(rows, DescribeCommand.keyColumns());
        }
        return 0;
    }
}
