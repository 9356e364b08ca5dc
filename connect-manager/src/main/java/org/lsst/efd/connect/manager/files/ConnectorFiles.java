package org.lsst.efd.connect.manager.files;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lsst.efd.connect.manager.outcome.CommandFailure;

/** The connectors that files describe, one per document. */
public final class ConnectorFiles {
    private final FileTexts texts;

    public ConnectorFiles(InputStream standardInput) {
        this.texts = new FileTexts(standardInput);
    }

    /**
     * All connectors of these files, in order.
     *
     * @param paths files, directories (read recursively) or {@code -} for standard input
     * @param variables for the references in the files
     * @param name for a flat configuration that has none; then there must be one document only
     * @throws CommandFailure with file and line where something is wrong, and where two have one name
     */
    public List<DesiredConnector> read(List<Path> paths, Variables variables, Optional<String> name) {
        List<DesiredConnector> connectors = new ArrayList<>();
        for (FileTexts.FileText text : texts.read(paths)) {
            DocumentReader reader = new DocumentReader(text.file(), variables, name);
            for (Written document : flattened(text.documents())) {
                connectors.add(reader.connector(document));
            }
        }
        if (connectors.isEmpty()) {
            throw CommandFailure.usage("No connector is described in " + paths);
        }
        if (name.isPresent() && connectors.size() > 1) {
            throw CommandFailure.usage("--name names one connector, but there are " + connectors.size() + " documents");
        }
        refuseTwins(connectors);
        return connectors;
    }

    /** The variables of a file: a flat mapping of names to texts. */
    public Map<String, String> readVariables(Path path) {
        Map<String, String> variables = new HashMap<>();
        for (FileTexts.FileText text : texts.read(List.of(path))) {
            for (Written document : text.documents()) {
                if (!(document instanceof Written.Mapping mapping)) {
                    throw CommandFailure.usage(
                            text.file() + ":" + document.line() + ": a variables file is a mapping of names to texts");
                }
                mapping.entries().forEach((key, value) -> {
                    if (!(value instanceof Written.Text scalar)) {
                        throw CommandFailure.usage(
                                text.file() + ":" + value.line() + ": the variable " + key + " must be a text");
                    }
                    variables.put(key, scalar.value());
                });
            }
        }
        return variables;
    }

    /** A JSON array at the top is a list of documents. */
    private static List<Written> flattened(List<Written> documents) {
        List<Written> all = new ArrayList<>();
        for (Written document : documents) {
            if (document instanceof Written.Items items) {
                all.addAll(items.items());
            } else {
                all.add(document);
            }
        }
        return all;
    }

    private static void refuseTwins(List<DesiredConnector> connectors) {
        Map<String, DesiredConnector> byName = new LinkedHashMap<>();
        for (DesiredConnector connector : connectors) {
            DesiredConnector twin = byName.put(connector.name(), connector);
            if (twin != null) {
                throw CommandFailure.usage("The connector " + connector.name() + " is described twice: " + twin.place()
                        + " and " + connector.place());
            }
        }
    }
}
