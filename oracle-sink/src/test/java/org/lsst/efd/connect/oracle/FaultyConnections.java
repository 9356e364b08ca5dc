package org.lsst.efd.connect.oracle;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.SplittableRandom;
import org.lsst.efd.connect.oracle.dialect.Connections;
import org.lsst.efd.connect.oracle.dialect.Dialect;

/**
 * Connections to a real database that break: before or after a call, with the connection lost, so that whatever was not
 * committed is gone and the answer of a commit may be lost. Who closes one that works commits what is open, as with
 * Oracle's driver. Thread-safe.
 */
final class FaultyConnections implements Connections {
    private static final Set<String> CALLS = Set.of(
            "execute", "executeQuery", "executeUpdate", "executeBatch", "commit", "prepareStatement", "setSavepoint");

    private final Connections real;
    private final SplittableRandom random;
    private final int oneIn;
    private int faults;

    FaultyConnections(Connections real, long seed, int oneIn) {
        this.real = real;
        this.random = new SplittableRandom(seed);
        this.oneIn = oneIn;
    }

    synchronized int faults() {
        return faults;
    }

    private synchronized boolean isDue() {
        boolean isDue = oneIn > 0 && random.nextInt(oneIn) == 0;
        faults += isDue ? 1 : 0;
        return isDue;
    }

    @Override
    public Connection connect(Dialect.Purpose purpose) throws SQLException {
        if (isDue()) {
            throw lost();
        }
        Connection connection = real.connect(purpose);
        return proxy(Connection.class, connection, connection);
    }

    private <T> T proxy(Class<T> type, T target, Connection connection) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (target == connection && method.getName().equals("close") && !connection.isClosed()) {
                connection.commit();
            }
            boolean counts = CALLS.contains(method.getName());
            if (counts && isDue()) {
                connection.close();
                throw lost();
            }
            Object result;
            try {
                result = method.invoke(target, arguments);
            } catch (InvocationTargetException failed) {
                throw failed.getCause() == null ? failed : failed.getCause();
            }
            if (counts && isDue()) {
                connection.close();
                throw lost();
            }
            if (result instanceof PreparedStatement statement) {
                return proxy(PreparedStatement.class, statement, connection);
            }
            return result instanceof Statement statement ? proxy(Statement.class, statement, connection) : result;
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static SQLException lost() {
        return new SQLException("lost", "08S01", 90067);
    }
}
