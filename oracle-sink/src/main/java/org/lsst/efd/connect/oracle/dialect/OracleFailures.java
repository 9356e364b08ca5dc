package org.lsst.efd.connect.oracle.dialect;

import java.sql.SQLException;
import java.util.Map;
import java.util.Set;

/** Error codes of Oracle, from its error reference; not seen on a live server. */
final class OracleFailures {
    private static final Map<FailureKind, Set<Integer>> CODES = Map.of(
            FailureKind.RECONNECT,
                    Set.of(
                            18, 20, 28, 1012, 1033, 1034, 1089, 1090, 1092, 2396, 3113, 3114, 3135, 17002, 17008, 17410,
                            17447, 17800, 41409),
            FailureKind.RETRY,
                    Set.of(54, 60, 1555, 2049, 4021, 4036, 4061, 4065, 4068, 8177, 12838, 14403, 30006, 30036),
            FailureKind.OPERATOR, Set.of(257, 1536, 1652, 1653, 1654, 1658, 1688, 1691, 19809, 19815),
            FailureKind.SCHEMA, Set.of(904, 913, 942, 947, 955, 1430, 1442, 14411),
            FailureKind.DUPLICATE, Set.of(1),
            FailureKind.DATA,
                    Set.of(
                            1400, 1401, 1407, 1426, 1438, 1461, 1465, 1483, 1722, 2290, 2291, 6502, 12899, 14300, 14400,
                            17059, 17070, 22835, 40441),
            FailureKind.CONFIG, Set.of(1017, 1031, 1045, 1450, 1950, 28000, 28001));

    private OracleFailures() {}

    static FailureKind classify(SQLException failure) {
        return Failures.classify(failure, link -> ofCode(link.getErrorCode()));
    }

    private static boolean isWithin(int code, int first, int last) {
        return code >= first && code <= last;
    }

    private static FailureKind ofCode(int code) {
        if (isWithin(code, 12150, 12170) || isWithin(code, 12500, 12609) || isWithin(code, 25401, 25425)) {
            return FailureKind.RECONNECT;
        }
        return isWithin(code, 1830, 1847) ? FailureKind.DATA : Failures.byCode(CODES, code);
    }
}
