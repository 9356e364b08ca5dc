package org.lsst.efd.connect.common.sink;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the consumer of a sink must be for exactly once end to end, and for topics that come and go. */
public final class ConsumerAdvice {
    private static final String ISOLATION = "consumer.override.isolation.level";
    private static final String ASSIGNMENT = "consumer.override.partition.assignment.strategy";
    private static final String COOPERATIVE = "org.apache.kafka.clients.consumer.CooperativeStickyAssignor";

    private ConsumerAdvice() {}

    /**
     * Warnings for {@code validate} to log: a connector sees its own overrides only, not the defaults of the worker.
     *
     * @return one sentence for each setting that is absent or other than it should be
     */
    public static List<String> warnings(Map<String, String> connectorConfiguration) {
        List<String> warnings = new ArrayList<>();
        String isolation = connectorConfiguration.getOrDefault(ISOLATION, "");
        if (!isolation.toLowerCase(Locale.ROOT).equals("read_committed")) {
            warnings.add(ISOLATION + " is " + shown(isolation) + ": set it to read_committed, here or as consumer."
                    + "isolation.level in the worker, or records of aborted transactions are stored too");
        }
        String assignment = connectorConfiguration.getOrDefault(ASSIGNMENT, "");
        if (!assignment.equals(COOPERATIVE)) {
            warnings.add(ASSIGNMENT + " is " + shown(assignment) + ": set it to " + COOPERATIVE + ", here or as "
                    + "consumer.partition.assignment.strategy in the worker, or each new topic revokes every partition and "
                    + "topics of one partition all land on the first task");
        }
        return warnings;
    }

    private static String shown(String value) {
        return value.isEmpty() ? "not set" : value;
    }
}
