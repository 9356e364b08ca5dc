package org.lsst.efd.connect.influxdb.database;

import java.util.Optional;

/**
 * What the configuration says about the database.
 *
 * @param retentionPolicy empty for the default policy of the database
 * @param mayCreate whether the database and the named policy are created when absent
 * @param duration of a policy we create; an existing one must have it; empty: nothing is checked and we create {@code INF}
 * @param shardDuration of a policy we create; empty for the server's choice
 */
public record DatabaseWishes(
        String database,
        String retentionPolicy,
        boolean mayCreate,
        Optional<RetentionDuration> duration,
        Optional<RetentionDuration> shardDuration) {

    /** The name under which we create a policy. */
    String policyToCreate() {
        return retentionPolicy.isEmpty() ? "autogen" : retentionPolicy;
    }
}
