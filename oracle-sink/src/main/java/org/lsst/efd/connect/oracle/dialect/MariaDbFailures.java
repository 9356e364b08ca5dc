package org.lsst.efd.connect.oracle.dialect;

import java.sql.SQLException;
import java.util.Map;
import java.util.Set;

/** Error codes of MariaDB, and SQLSTATEs where a code says too little. */
final class MariaDbFailures {
    private static final Map<FailureKind, Set<Integer>> CODES = Map.of(
            FailureKind.RECONNECT,
                    Set.of(1040, 1053, 1152, 1158, 1159, 1160, 1161, 1184, 1203, 1317, 1927, 2002, 2003, 2006, 2013),
            FailureKind.RETRY, Set.of(1020, 1205, 1213, 1412, 1615),
            FailureKind.OPERATOR, Set.of(1021, 1030, 1037, 1038, 1041, 1114, 1290, 1836),
            FailureKind.SCHEMA, Set.of(1050, 1054, 1060, 1091, 1136, 1146, 1526, 1517, 1493),
            FailureKind.DUPLICATE, Set.of(1062),
            FailureKind.SPLIT, Set.of(1153, 1390),
            FailureKind.DATA, Set.of(1048, 1264, 1265, 1292, 1300, 1364, 1366, 1406, 1452, 4025),
            FailureKind.CONFIG, Set.of(1044, 1045, 1049, 1064, 1142, 1143, 1227, 1698));

    private MariaDbFailures() {}

    static FailureKind classify(SQLException failure) {
        return Failures.classify(failure, link -> {
            FailureKind byCode = Failures.byCode(CODES, link.getErrorCode());
            if (byCode != FailureKind.UNKNOWN) {
                return byCode;
            }
            String state = Failures.state(link);
            if (state.startsWith("08")) {
                return FailureKind.RECONNECT;
            }
            return state.startsWith("22") ? FailureKind.DATA : FailureKind.UNKNOWN;
        });
    }
}
