package org.lsst.efd.connect.manager.files;

import java.util.Locale;
import java.util.Optional;
import org.lsst.efd.connect.manager.rest.ConnectorState;

/** The state a file asks for. */
public enum DesiredState {
    RUNNING(ConnectorState.RUNNING),
    PAUSED(ConnectorState.PAUSED),
    STOPPED(ConnectorState.STOPPED);

    private final ConnectorState asked;

    DesiredState(ConnectorState asked) {
        this.asked = asked;
    }

    /** The state with this name, in any case. */
    public static Optional<DesiredState> named(String name) {
        for (DesiredState state : values()) {
            if (state.word().equals(name.toLowerCase(Locale.ROOT))) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }

    /** The state that a connector in this state was asked to be in: one that FAILED was asked to run. */
    public static DesiredState behind(ConnectorState state) {
        return switch (state) {
            case PAUSED -> PAUSED;
            case STOPPED -> STOPPED;
            case RUNNING, FAILED, UNASSIGNED, RESTARTING, UNKNOWN -> RUNNING;
        };
    }

    /** As the REST API says it. */
    public ConnectorState asked() {
        return asked;
    }

    /** As a file says it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
