package org.lsst.efd.connect.oracle.write;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.oracle.dialect.FailureKind;

/**
 * A connection that rows are written on, made when it is needed, with its own way into tables. Of one thread at a time,
 * but for {@link #abort}.
 */
final class Channel {
    private final WriterRules rules;
    private final TableWriter tables;
    private volatile @Nullable Session session;
    private volatile boolean isClosed;

    Channel(WriterRules rules, TableWriter tables) {
        this.rules = rules;
        this.tables = tables;
    }

    TableWriter tables() {
        return tables;
    }

    Session session() throws SQLException {
        Session open = session;
        if (open == null) {
            open = Session.open(rules);
            session = open;
        }
        if (isClosed) {
            disconnect();
            throw new SQLException("the task has stopped");
        }
        return open;
    }

    /** Undoes what a failed attempt has begun. */
    void undo(FailureKind kind) {
        if (kind == FailureKind.RECONNECT) {
            disconnect();
        } else {
            rollback();
        }
    }

    /** Undoes what is not committed; without a connection that works there is none left. */
    void rollback() {
        Session open = session;
        if (open != null && !open.rollback()) {
            disconnect();
        }
    }

    /** Drops the connection, to be made again. */
    void disconnect() {
        Session open = session;
        session = null;
        if (open != null) {
            open.close();
        }
    }

    /** Cuts the connection under a running statement; from any thread. */
    void abort() {
        Session open = session;
        if (open != null) {
            open.abort();
        }
    }

    /** Ends for good what a thread may be at that nobody waits for. */
    void close() {
        isClosed = true;
        abort();
    }

    int openStatements() {
        Session open = session;
        return open == null ? 0 : open.openStatements();
    }
}
