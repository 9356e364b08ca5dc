package org.lsst.efd.connect.manager.rest;

import java.util.Locale;

/** The state of a connector or a task as a worker reports it. */
public enum ConnectorState {
    RUNNING,
    PAUSED,
    STOPPED,
    FAILED,
    UNASSIGNED,
    RESTARTING,
    /** A state this version does not know, or none reported yet. */
    UNKNOWN;

    /** The state with this name; {@link #UNKNOWN} for any other. */
    public static ConnectorState named(String name) {
        for (ConnectorState state : values()) {
            if (state.name().equals(name.toUpperCase(Locale.ROOT))) {
                return state;
            }
        }
        return UNKNOWN;
    }

    /** Whether a person should look: nothing works here, and nobody asked for that. */
    public boolean isUnhealthy() {
        return this == FAILED || this == UNASSIGNED;
    }
}
