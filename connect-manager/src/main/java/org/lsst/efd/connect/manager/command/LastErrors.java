package org.lsst.efd.connect.manager.command;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.lsst.efd.connect.manager.snapshot.ClusterLook;
import org.lsst.efd.connect.manager.snapshot.ConnectorLook;

/**
 * The last error of each connector since the screen was opened. It stays when the connector runs again: what failed at
 * night and was restarted is still seen in the morning. Not thread-safe.
 */
final class LastErrors {
    private final Map<String, Seen> seen = new HashMap<>();

    /**
     * An error.
     *
     * @param since when it was first seen
     * @param text the connector's or a task's deepest cause
     * @param isOver whether the connector has not had it in the latest look
     */
    record Seen(Instant since, String text, boolean isOver) {}

    /** Notes what a look shows. */
    void note(ClusterLook look) {
        for (ConnectorLook connector : look.connectors()) {
            String text = connector.status().rootCause();
            Optional<Seen> before = of(connector.name());
            if (!text.isEmpty()) {
                Instant since = before.filter(
                                error -> !error.isOver() && error.text().equals(text))
                        .map(Seen::since)
                        .orElse(look.time());
                seen.put(connector.name(), new Seen(since, text, false));
            } else {
                before.ifPresent(error -> seen.put(connector.name(), new Seen(error.since(), error.text(), true)));
            }
        }
    }

    /** The last error of a connector. */
    Optional<Seen> of(String connector) {
        return Optional.ofNullable(seen.get(connector));
    }
}
