package org.lsst.efd.connect.manager.rest;

import java.util.Map;

/** What a plan asks of a cluster. */
public interface ConnectorWrites {
    /** Creates a connector in this state: RUNNING, PAUSED or STOPPED. */
    void create(String name, Map<String, String> config, ConnectorState initialState);

    /** Replaces the configuration of a connector. */
    void replaceConfig(String name, Map<String, String> config);

    /** Brings the connector into this state: RUNNING, PAUSED or STOPPED. */
    void setState(String name, ConnectorState state);

    /** Removes the connector. */
    void delete(String name);
}
