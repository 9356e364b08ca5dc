package org.lsst.efd.connect.manager.command;

import java.util.List;
import java.util.Map;
import org.lsst.efd.connect.manager.files.DesiredConnector;
import org.lsst.efd.connect.manager.secrets.SecretKeys;

/** Learns the secrets of files before anything about them can be printed. */
final class KnownSecrets {
    private final Session session;

    KnownSecrets(Session session) {
        this.session = session;
    }

    /** Those that their keys name; those that only a plugin's definition names are learnt with the plugin. */
    void remember(List<DesiredConnector> connectors) {
        connectors.forEach(connector -> session.redaction().rememberSecrets(connector.config(), SecretKeys.byName()));
    }

    /** Those that the plugins of these connectors declare: one request per class. */
    void rememberDeclared(List<DesiredConnector> connectors) {
        connectors.forEach(connector -> remember(connector.connectorClass(), connector.config()));
    }

    void remember(String connectorClass, Map<String, String> config) {
        session.redaction().rememberSecrets(config, session.plugins().secretKeys(connectorClass));
    }
}
