package org.lsst.efd.connect.influxdb.database;

import java.util.Optional;

/** The InfluxQL statements for databases and retention policies. */
final class Influxql {
    static final String SHOW_DATABASES = "SHOW DATABASES";

    private Influxql() {}

    static String showRetentionPolicies(String database) {
        return "SHOW RETENTION POLICIES ON " + identifier(database);
    }

    static String createDatabase(
            String database, String policy, RetentionDuration duration, Optional<RetentionDuration> shard) {
        return "CREATE DATABASE " + identifier(database) + " WITH DURATION " + duration + " REPLICATION 1"
                + shardClause(shard) + " NAME " + identifier(policy);
    }

    static String createRetentionPolicy(
            String database, String policy, RetentionDuration duration, Optional<RetentionDuration> shard) {
        return "CREATE RETENTION POLICY " + identifier(policy) + " ON " + identifier(database) + " DURATION " + duration
                + " REPLICATION 1" + shardClause(shard);
    }

    private static String shardClause(Optional<RetentionDuration> shard) {
        return shard.map(duration -> " SHARD DURATION " + duration).orElse("");
    }

    /** A name between double quotes. */
    static String identifier(String name) {
        return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
