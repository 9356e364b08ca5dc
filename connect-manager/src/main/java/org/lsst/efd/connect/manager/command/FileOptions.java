package org.lsst.efd.connect.manager.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.manager.files.ConnectorFiles;
import org.lsst.efd.connect.manager.files.DesiredConnector;
import org.lsst.efd.connect.manager.files.Variables;
import picocli.CommandLine.Option;

/** The files a command reads, and their variables. */
final class FileOptions {
    @Option(
            names = {"-f", "--file"},
            arity = "1..*",
            required = true,
            paramLabel = "FILE",
            description = "JSON or YAML files, directories, or - for standard input.")
    List<Path> files = new ArrayList<>();

    @Option(names = "--var", paramLabel = "K=V", description = "A variable for {{K}} in the files.")
    Map<String, String> variables = new LinkedHashMap<>();

    @Option(names = "--vars", paramLabel = "FILE", description = "A file of variables.")
    List<Path> variableFiles = new ArrayList<>();

    @Option(
            names = {"-n", "--name"},
            paramLabel = "NAME",
            description = "The name for a flat configuration that has none.")
    @Nullable
    String name;

    @Option(names = "--group", paramLabel = "GROUP", description = "Label the connectors as members of this group.")
    @Nullable
    String group;

    /** The connectors of the files; their secrets are remembered, so that they are masked from now on. */
    List<DesiredConnector> connectors(Session session) {
        ConnectorFiles reader = new ConnectorFiles(session.surroundings().in());
        Map<String, String> all = new HashMap<>(session.contextVariables());
        variableFiles.forEach(file -> all.putAll(reader.readVariables(file)));
        all.putAll(variables);
        Optional<String> givenName = Optional.ofNullable(name);
        List<DesiredConnector> connectors = new ArrayList<>();
        for (DesiredConnector connector :
                reader.read(files, new Variables(all, session.surroundings().environment()), givenName)) {
            connectors.add(group == null ? connector : connector.inGroup(group));
        }
        new KnownSecrets(session).remember(connectors);
        return connectors;
    }
}
