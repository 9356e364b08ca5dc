package org.lsst.efd.connect.oracle.write;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connection that rows are written on, with its prepared statements. Not thread-safe, but for {@link #abort}. */
final class Session {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final Connection connection;
    private final Statements statements;
    private final Map<String, String> temporaryTables = new LinkedHashMap<>();
    private final List<String> uncommittedTables = new ArrayList<>();
    private final Set<String> usedTables = new HashSet<>();
    private int temporaryNumber;

    private Session(Connection connection, int statementCache) {
        this.connection = connection;
        this.statements = new Statements(statementCache);
    }

    static Session open(WriterRules rules) throws SQLException {
        return new Session(rules.connections().connect(rules.purpose()), rules.statementCache());
    }

    Connection connection() {
        return connection;
    }

    /** The statement of this text, prepared once; the least recently used are closed. */
    PreparedStatement prepared(String sql) throws SQLException {
        PreparedStatement known = statements.get(sql);
        if (known == null) {
            known = connection.prepareStatement(sql);
            statements.put(sql, known);
        }
        return known;
    }

    int openStatements() {
        return statements.size();
    }

    /**
     * A temporary table for this purpose, made where it does not exist.
     *
     * @param purpose what tells it from others: the target and its columns
     */
    String temporaryTable(String purpose, UnaryOperator<String> definition) throws SQLException {
        String known = temporaryTables.get(purpose);
        if (known == null) {
            known = "efd_connect_" + temporaryNumber++;
            try (java.sql.Statement statement = connection.createStatement()) {
                statement.execute(definition.apply(known));
            }
            temporaryTables.put(purpose, known);
            uncommittedTables.add(purpose);
        }
        return known;
    }

    /** Whether a temporary table may hold rows of the open transaction; from now on it may. */
    boolean use(String temporaryTable) {
        return !usedTables.add(temporaryTable);
    }

    void commit() throws SQLException {
        connection.commit();
        uncommittedTables.clear();
        usedTables.clear();
    }

    /** Undoes the open transaction; a connection that cannot even do that is useless. */
    boolean rollback() {
        try {
            connection.rollback();
            uncommittedTables.forEach(temporaryTables::remove);
            uncommittedTables.clear();
            usedTables.clear();
            return true;
        } catch (SQLException lost) {
            LOG.debug("Rollback failed with SQLSTATE {}", lost.getSQLState());
            return false;
        }
    }

    /** Ends without a commit, which Oracle would make of what is open. */
    void close() {
        if (!rollback()) {
            abort();
        }
        try {
            connection.close();
        } catch (SQLException useless) {
            LOG.debug("Closing a connection failed with SQLSTATE {}", useless.getSQLState());
        }
    }

    /** Cuts the connection under a statement that another thread waits for. */
    void abort() {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException useless) {
            LOG.debug("Aborting a connection failed with SQLSTATE {}", useless.getSQLState());
        }
    }

    private static final class Statements extends LinkedHashMap<String, PreparedStatement> {
        private final int max;

        Statements(int max) {
            super(16, 0.75f, true);
            this.max = max;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, PreparedStatement> eldest) {
            if (size() <= max) {
                return false;
            }
            try {
                eldest.getValue().close();
            } catch (SQLException useless) {
                LOG.debug("Closing a statement failed with SQLSTATE {}", useless.getSQLState());
            }
            return true;
        }
    }
}
