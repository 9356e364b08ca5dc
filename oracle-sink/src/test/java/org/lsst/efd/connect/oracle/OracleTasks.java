package org.lsst.efd.connect.oracle;

import java.util.HashMap;
import java.util.Map;
import org.lsst.efd.connect.common.sink.RunningTask;
import org.lsst.efd.connect.oracle.server.LocalDatabase;

/** Tasks of the sink with short waits. */
final class OracleTasks {
    private OracleTasks() {}

    static RunningTask start(LocalDatabase database, String... settings) {
        return start(true, database, settings);
    }

    static RunningTask start(boolean hasReporter, LocalDatabase database, String... settings) {
        Map<String, String> configuration = new HashMap<>(forUrl(database.url()));
        configuration.put("connection.user", database.user());
        configuration.put("connection.password", database.user());
        return new RunningTask(new OracleSinkTask(), configuration, hasReporter, settings);
    }

    /** A task on an embedded database. */
    static RunningTask startH2(String name, String... settings) {
        return new RunningTask(new OracleSinkTask(), forUrl(h2(name)), true, settings);
    }

    static String h2(String name) {
        return "jdbc:h2:mem:" + name + ";MODE=Oracle;DB_CLOSE_DELAY=-1";
    }

    static Map<String, String> forUrl(String url) {
        return Map.of(
                "name", "sink",
                "connection.url", url,
                "auto.create", "true",
                "auto.evolve", "true",
                "batch.linger.ms", "20",
                "retry.backoff.ms", "20",
                "retry.backoff.max.ms", "200");
    }
}
