package org.lsst.efd.integration.parquet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.lsst.efd.integration.telemetry.SinkConfig;
import org.lsst.efd.quickstart.connect.ConnectRest;
import org.lsst.efd.quickstart.stack.ConnectCluster;
import org.lsst.efd.quickstart.stack.KafkaCluster;
import org.lsst.efd.quickstart.stack.LocalStack;
import org.lsst.efd.quickstart.stack.SchemaRegistry;

/** A Kafka cluster, a registry, two workers that load the plugin directories, and a directory for files. */
final class ParquetSite implements AutoCloseable {
    private static final String NAME = "site";

    private final LocalStack stack =
            LocalStack.builder().cluster(NAME).registry(NAME).workers(NAME, 2).start();

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

    /** A new directory, which goes with the site. */
    Path directory(String name) {
        try {
            return Files.createDirectories(stack.directory().resolve("files").resolve(name));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** A sink of two tasks, whose files end after a second; bad records in the queue {@code <name>-bad}. */
    Map<String, String> sink(String name, String topicsRegex, Place place) {
        Map<String, String> config =
                SinkConfig.of(name, "org.lsst.efd.connect.parquet.ParquetSinkConnector", topicsRegex, registry());
        config.put("store.url", place.url());
        config.put("rotate.age.ms", "1000");
        config.put("buffer.max.bytes", "33554432");
        config.put("staging.dir", directory("staging-" + name).toString());
        config.putAll(place.settings());
        return config;
    }

    @Override
    public void close() {
        stack.close();
    }
}
