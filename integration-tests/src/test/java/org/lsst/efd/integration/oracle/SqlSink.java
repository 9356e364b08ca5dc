package org.lsst.efd.integration.oracle;

import java.util.Map;
import org.lsst.efd.integration.telemetry.SinkConfig;
import org.lsst.efd.quickstart.stack.SchemaRegistry;
import org.lsst.efd.quickstart.stack.SqlDatabase;

/** Configurations of the sink into a database for tests. */
final class SqlSink {
    private SqlSink() {}

    /** Two tasks with two connections each, which make and change the tables. */
    static Map<String, String> of(String name, String topicsRegex, SchemaRegistry registry, SqlDatabase database) {
        Map<String, String> config =
                SinkConfig.of(name, "org.lsst.efd.connect.oracle.OracleSinkConnector", topicsRegex, registry);
        config.put("connection.url", database.jdbcUrl());
        config.put("connection.user", database.user());
        config.put("connection.password", database.password());
        config.put("connections", "2");
        config.put("auto.create", "true");
        config.put("auto.evolve", "true");
        config.put("batch.linger.ms", "200");
        return config;
    }
}
