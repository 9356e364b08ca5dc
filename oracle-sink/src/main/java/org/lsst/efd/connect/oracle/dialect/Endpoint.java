package org.lsst.efd.connect.oracle.dialect;

import java.util.Map;
import org.apache.kafka.common.config.types.Password;

/**
 * Where the database is, and who asks.
 *
 * @param url without user and password
 * @param user empty for none
 * @param properties for the driver, over our own
 * @param statementCache how many prepared statements a connection may keep open
 */
public record Endpoint(String url, String user, Password password, Map<String, String> properties, int statementCache) {
    public Endpoint {
        properties = Map.copyOf(properties);
    }

    /** Our properties, then the user's, then the credentials. */
    java.util.Properties driverProperties(Map<String, String> ours) {
        java.util.Properties all = new java.util.Properties();
        ours.forEach(all::setProperty);
        properties.forEach(all::setProperty);
        if (!user.isEmpty()) {
            all.setProperty("user", user);
            all.setProperty("password", password.value());
        }
        return all;
    }
}
