package org.lsst.efd.connect.oracle.dialect;

import java.sql.SQLException;

/** States of H2, the embedded database that stands in for Oracle. */
final class H2Failures {
    private H2Failures() {}

    static FailureKind classify(SQLException failure) {
        return Failures.classify(failure, H2Failures::ofState);
    }

    private static FailureKind ofState(SQLException failure) {
        return switch (Failures.state(failure)) {
            case "23505" -> FailureKind.DUPLICATE;
            case "22001", "22003", "22007", "22018", "22025", "23502", "23506", "23513", "90039" -> FailureKind.DATA;
            case "42S01", "42S02", "42S03", "42S04", "42S21", "42S22", "21S02" -> FailureKind.SCHEMA;
            case "40001", "50200", "HYT00", "90131" -> FailureKind.RETRY;
            case "08000", "08001", "08003", "08004", "08S01", "90067", "90098", "90121", "90007", "90020" ->
                FailureKind.RECONNECT;
            case "28000", "90096" -> FailureKind.CONFIG;
            default -> failure.getErrorCode() == 90067 ? FailureKind.RECONNECT : FailureKind.UNKNOWN;
        };
    }
}
