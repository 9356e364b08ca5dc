package org.lsst.efd.benchmarks.oracle;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Driver;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.apache.kafka.connect.runtime.isolation.PluginClassLoader;
import org.apache.kafka.connect.sink.SinkTask;
import org.lsst.efd.benchmarks.harness.Workload;
import org.lsst.efd.connect.common.sink.FakeSinkTaskContext;

/**
 * A task of Debezium's JDBC sink with its default batch of 500, in the class loader that Connect gives a plugin. It writes
 * within {@code put}.
 */
final class DebeziumWorkload implements Workload {
    private static final String DIRECTORY = "efd.benchmarks.debezium";
    private static final int POLL_RECORDS = 500;

    private final Server server;
    private final RowFlow flow;
    private final boolean isUpsert;
    private final long bytesPerRecord;
    private final SinkTask task;

    DebeziumWorkload(Server server, RowShape shape, int topics, boolean isUpsert) throws Exception {
        server.clear();
        this.server = server;
        this.flow = new RowFlow(shape, topics);
        this.isUpsert = isUpsert;
        this.bytesPerRecord = shape.bytes();
        Map<String, String> settings = new HashMap<>(Map.of(
                "name",
                "benchmark",
                "connection.url",
                server.url(),
                "connection.username",
                Server.USER,
                "connection.password",
                Server.USER,
                "schema.evolution",
                "basic",
                "collection.name.format",
                "${topic}",
                "insert.mode",
                isUpsert ? "upsert" : "insert",
                "primary.key.mode",
                isUpsert ? "record_value" : "none"));
        if (isUpsert) {
            settings.put("primary.key.fields", "k");
        }
        ClassLoader plugin = pluginLoader();
        Thread.currentThread().setContextClassLoader(plugin);
        // as Connect does: each driver registers itself, and is found by those of its class loader alone
        ServiceLoader.load(Driver.class, plugin).stream().forEach(ServiceLoader.Provider::get);
        task = (SinkTask) plugin.loadClass("io.debezium.connector.jdbc.JdbcSinkConnectorTask")
                .getDeclaredConstructor()
                .newInstance();
        FakeSinkTaskContext context = new FakeSinkTaskContext(settings, true);
        context.mutableAssignment().addAll(flow.partitions());
        task.initialize(context);
        task.start(settings);
        task.open(flow.partitions());
    }

    private static ClassLoader pluginLoader() throws IOException {
        Path directory = Path.of(System.getProperty(DIRECTORY, "benchmarks/target/debezium"));
        try (Stream<Path> files = Files.walk(directory)) {
            URL[] jars = files.filter(file -> file.toString().endsWith(".jar"))
                    .map(DebeziumWorkload::url)
                    .toArray(URL[]::new);
            if (jars.length == 0) {
                throw new IllegalStateException("no plugin below " + directory + "; the build unpacks it there");
            }
            return new PluginClassLoader(directory.toUri().toURL(), jars, DebeziumWorkload.class.getClassLoader());
        }
    }

    private static URL url(Path file) {
        try {
            return file.toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public Volume run() {
        task.put(flow.next(POLL_RECORDS));
        task.put(List.of());
        return new Volume(POLL_RECORDS, POLL_RECORDS * bytesPerRecord);
    }

    @Override
    public void stop() throws Exception {
        task.stop();
        server.requireRows(flow, isUpsert);
    }
}
