package org.lsst.efd.connect.oracle.dialect;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Walks the chain of an exception until one of its links is known. By code alone: texts hold values and change. */
final class Failures {
    private Failures() {}

    static FailureKind classify(SQLException failure, Function<SQLException, FailureKind> classOf) {
        int depth = 0;
        for (SQLException link = failure; link != null && depth < 100; link = link.getNextException()) {
            FailureKind kind = classOf.apply(link);
            if (kind != FailureKind.UNKNOWN) {
                return kind;
            }
            depth++;
        }
        if (failure.getCause() instanceof SQLException cause && cause != failure) {
            return classify(cause, classOf);
        }
        return failure instanceof SQLRecoverableException || failure instanceof SQLTransientConnectionException
                ? FailureKind.RECONNECT
                : FailureKind.UNKNOWN;
    }

    static FailureKind byCode(Map<FailureKind, Set<Integer>> codes, int code) {
        return codes.entrySet().stream()
                .filter(entry -> entry.getValue().contains(code))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(FailureKind.UNKNOWN);
    }

    static String state(SQLException failure) {
        return failure.getSQLState() == null ? "" : failure.getSQLState();
    }
}
