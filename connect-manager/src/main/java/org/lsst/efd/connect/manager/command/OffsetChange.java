package org.lsst.efd.connect.manager.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Changes offsets and prints what they were, in the form that {@code offsets set} takes back. */
final class OffsetChange {
    private final Session session;

    OffsetChange(Session session) {
        this.session = session;
    }

    /** Sets these offsets. */
    void carryOut(String name, boolean mayStop, JsonNode offsets) {
        change(name, mayStop, () -> session.cluster().alterOffsets(name, offsets));
    }

    /** Resets all of them. */
    void reset(String name, boolean mayStop) {
        change(name, mayStop, () -> session.cluster().deleteOffsets(name));
    }

    private void change(String name, boolean mayStop, Runnable request) {
        new StoppedConnector(session).during(name, mayStop, () -> {
            ObjectNode before = ConnectorDocuments.object();
            before.set("offsets", session.cluster().offsets(name).path("offsets"));
            // told before the change, so that it is not lost where the change fails half way
            session.console().remark("The offsets of " + name + " before the change, for offsets set " + name + " -f:");
            session.console().document(before);
            request.run();
            session.console().remark("The offsets of " + name + " are changed");
        });
    }
}
