package org.lsst.efd.integration.influxdb;

import java.util.Map;
import java.util.function.UnaryOperator;
import org.lsst.efd.connect.influxdb.server.InfluxQueries;
import org.lsst.efd.integration.telemetry.SinkConfig;
import org.lsst.efd.quickstart.connect.ConnectRest;
import org.lsst.efd.quickstart.stack.ComponentOptions;
import org.lsst.efd.quickstart.stack.ConnectCluster;
import org.lsst.efd.quickstart.stack.InfluxDb;
import org.lsst.efd.quickstart.stack.KafkaCluster;
import org.lsst.efd.quickstart.stack.LocalStack;
import org.lsst.efd.quickstart.stack.SchemaRegistry;

/** A Kafka cluster, a registry, two workers that load the plugin directories, and an InfluxDB server that asks who one is. */
final class InfluxDbSite implements AutoCloseable {
    private static final String NAME = "site";
    private static final String USER = "root";
    private static final String PASSWORD = "open-sesame";

    private final LocalStack stack;
    private final InfluxQueries queries;

    private InfluxDbSite(LocalStack stack) {
        this.stack = stack;
        this.queries = new InfluxQueries(stack.influxDb().url());
        queries.query("CREATE USER " + USER + " WITH PASSWORD '" + PASSWORD + "' WITH ALL PRIVILEGES");
        queries.authenticate(USER, PASSWORD);
        queries.query("CREATE DATABASE efd");
    }

    static InfluxDbSite start() {
        return start(UnaryOperator.identity());
    }

    /** The same with options of the workers. */
    static InfluxDbSite start(UnaryOperator<ComponentOptions> workers) {
        return new InfluxDbSite(LocalStack.builder()
                .cluster(NAME)
                .registry(NAME)
                .workers(NAME, NAME, 2, workers)
                .influxDb(server -> server.setting("http.auth-enabled", "true"))
                .start());
    }

    ConnectCluster connect() {
        return stack.connect(NAME);
    }

    ConnectRest rest() {
        return connect().rest();
    }

    KafkaCluster cluster() {
        return stack.cluster(NAME);
    }

    SchemaRegistry registry() {
        return stack.registry(NAME);
    }

    InfluxDb server() {
        return stack.influxDb();
    }

    InfluxQueries queries() {
        return queries;
    }

    /** A sink as the EFD has it: two tasks, measurement = topic, bad records in the queue {@code <name>-bad}. */
    Map<String, String> sink(String name, String topicsRegex) {
        Map<String, String> config =
                SinkConfig.of(name, "org.lsst.efd.connect.influxdb.InfluxDbSinkConnector", topicsRegex, registry());
        config.put("influxdb.url", server().url());
        config.put("influxdb.username", USER);
        config.put("influxdb.password", PASSWORD);
        config.put("influxdb.database", "efd");
        config.put("influxdb.database.create", "true");
        config.put("influxdb.retention.policy", "autogen");
        config.put("batch.linger.ms", "200");
        return config;
    }

    @Override
    public void close() {
        stack.close();
    }
}
