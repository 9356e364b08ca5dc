package org.lsst.efd.connect.manager.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.lsst.efd.connect.manager.outcome.CommandFailure;
import org.lsst.efd.connect.manager.outcome.ExitCode;
import org.lsst.efd.connect.manager.output.Column;
import org.lsst.efd.connect.manager.rest.PluginSetting;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "plugin", description = "The settings of one plugin with type, default and documentation.")
final class PluginCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "CLASS", description = "Fully qualified, or Connect's short name.")
    private String className = "";

    @Option(names = "--search", paramLabel = "TEXT", description = "Only settings that mention this, in any case.")
    private String search = "";

    PluginCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        List<PluginSetting> settings = session.plugins()
                .settings(className)
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.FAILED, "The workers have no plugin " + className + "; plugins --all shows them"));
        ArrayNode rows = ConnectorDocuments.array(List.of());
        String wanted = search.toLowerCase(Locale.ROOT);
        for (PluginSetting setting : settings) {
            if ((setting.key() + " " + setting.documentation())
                    .toLowerCase(Locale.ROOT)
                    .contains(wanted)) {
                rows.addObject()
                        .put("name", setting.key())
                        .put("type", setting.type())
                        .put("required", setting.isRequired())
                        .put("default", setting.defaultValue())
                        .put("importance", setting.importance())
                        .put("documentation", setting.documentation());
            }
        }
        session.console()
                .rows(
                        rows,
                        List.of(
                                new Column("KEY", "name"),
                                new Column("TYPE", "type"),
                                new Column("REQUIRED", "required"),
                                new Column("DEFAULT", "default"),
                                new Column("DOCUMENTATION", "documentation")));
        return 0;
    }
}
