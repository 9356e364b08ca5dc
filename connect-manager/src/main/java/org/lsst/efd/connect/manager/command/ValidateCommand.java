package org.lsst.efd.connect.manager.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.Callable;
import org.lsst.efd.connect.manager.files.DesiredConnector;
import org.lsst.efd.connect.manager.outcome.ExitCode;
import org.lsst.efd.connect.manager.output.Column;
import org.lsst.efd.connect.manager.plan.ServerCheck;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "validate",
        description = "Asks the server about the files and looks for unknown keys; changes nothing.")
final class ValidateCommand implements Callable<Integer> {
    private final Session session;

    @Mixin
    private final FileOptions files = new FileOptions();

    @Option(names = "--strict", description = "An unknown key is a mistake.")
    private boolean strict;

    ValidateCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        List<DesiredConnector> connectors = files.connectors(session);
        new KnownSecrets(session).rememberDeclared(connectors);
        ServerCheck check = new ServerCheck(session.cluster(), session.plugins());
        ArrayNode rows = ConnectorDocuments.array(List.of());
        boolean anyMistake = false;
        for (DesiredConnector connector : connectors) {
            ServerCheck.Finding finding = check.check(connector, strict);
            anyMistake |= !finding.mistakes().isEmpty();
            rows.add(row(finding));
        }
        if (session.console().isTable()) {
            session.console()
                    .table(
                            lines(rows),
                            List.of(
                                    new Column("CONNECTOR", "name"),
                                    new Column("RESULT", "result"),
                                    new Column("KEY", "key"),
                                    new Column("MESSAGE", "message")));
        } else {
            session.console().rows(rows, List.of());
        }
        return (anyMistake ? ExitCode.REJECTED : ExitCode.DONE).number();
    }

    private static ObjectNode row(ServerCheck.Finding finding) {
        ObjectNode row = ConnectorDocuments.object();
        row.put("name", finding.connector());
        row.put("valid", finding.mistakes().isEmpty());
        ArrayNode mistakes = row.putArray("mistakes");
        finding.mistakes()
                .forEach(mistake ->
                        mistakes.addObject().put("key", mistake.key()).put("message", mistake.message()));
        finding.warnings().forEach(row.putArray("warnings")::add);
        return row;
    }

    /** One line per mistake and warning. */
    private static ArrayNode lines(ArrayNode rows) {
        ArrayNode lines = ConnectorDocuments.array(List.of());
        rows.forEach(row -> {
            String name = row.path("name").asText();
            if (row.path("valid").asBoolean()) {
                lines.addObject().put("name", name).put("result", "valid");
            }
            row.path("mistakes").forEach(mistake -> lines.addObject()
                    .put("name", name)
                    .put("result", "error")
                    .put("key", mistake.path("key").asText())
                    .put("message", mistake.path("message").asText()));
            row.path("warnings").forEach(warning -> lines.addObject()
                    .put("name", name)
                    .put("result", "warning")
                    .put("message", warning.asText()));
        });
        return lines;
    }
}
