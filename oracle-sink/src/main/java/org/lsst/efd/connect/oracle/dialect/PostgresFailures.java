package org.lsst.efd.connect.oracle.dialect;

import java.sql.SQLException;
import java.util.Map;
import java.util.Set;

/** SQLSTATEs of PostgreSQL. */
final class PostgresFailures {
    private static final Map<FailureKind, Set<String>> STATES = Map.of(
            FailureKind.RECONNECT,
            Set.of("57P01", "57P02", "57P03", "57P05", "53300", "25006"),
            FailureKind.RETRY,
            Set.of("40001", "40P01", "55P03", "55006", "57014"),
            FailureKind.OPERATOR,
            Set.of("53100", "53200", "58030"),
            FailureKind.SCHEMA,
            // 22P04: COPY is given another number of columns than the table has
            Set.of("42P01", "42703", "42701", "42P07", "42804", "42P17", "0A000", "3F000", "22P04"),
            FailureKind.DUPLICATE,
            Set.of("23505"),
            FailureKind.DATA,
            Set.of("54000"),
            FailureKind.CONFIG,
            Set.of("3D000", "42501", "42601"));

    private PostgresFailures() {}

    static FailureKind classify(SQLException failure) {
        return Failures.classify(failure, link -> ofState(Failures.state(link)));
    }

    private static FailureKind ofState(String state) {
        for (Map.Entry<FailureKind, Set<String>> known : STATES.entrySet()) {
            if (known.getValue().contains(state)) {
                return known.getKey();
            }
        }
        if (state.startsWith("08")) {
            return FailureKind.RECONNECT;
        } else if (state.startsWith("28")) {
            return FailureKind.CONFIG;
        }
        return state.startsWith("22") || state.startsWith("23") ? FailureKind.DATA : FailureKind.UNKNOWN;
    }
}
