package org.lsst.efd.quickstart.deploy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.lsst.efd.quickstart.process.StackException;

/**
 * One of the connector files.
 *
 * @param path where it is
 * @param connectorClass the plugin that it configures
 */
public record ConnectorFile(Path path, String connectorClass) {
    private static final Path DIRECTORY = Path.of(
                    System.getProperty("efd.connectors.directory", "quickstart/connectors"))
            .toAbsolutePath();

    /** The file of the connector of this name. */
    public static ConnectorFile of(String name) {
        Path path = DIRECTORY.resolve(name + ".json");
        try {
            return new ConnectorFile(
                    path,
                    new ObjectMapper()
                            .readTree(path.toFile())
                            .path("config")
                            .path("connector.class")
                            .asText());
        } catch (IOException e) {
            throw new StackException("cannot read the connector file " + path, e);
        }
    }
}
