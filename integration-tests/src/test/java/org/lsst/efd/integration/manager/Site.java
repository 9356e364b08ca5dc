package org.lsst.efd.integration.manager;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.lsst.efd.quickstart.connect.ConnectRest;
import org.lsst.efd.quickstart.connect.ConnectorStatus;
import org.lsst.efd.quickstart.process.Await;
import org.lsst.efd.quickstart.process.StackException;
import org.lsst.efd.quickstart.stack.ConnectWorker;
import org.lsst.efd.quickstart.stack.LocalStack;

/**
 * A broker, two workers that know some of the plugins, and an InfluxDB; with what the tests deploy there.
 */
final class Site implements AutoCloseable {
    static final Duration LIMIT = Duration.ofMinutes(3);
    static final String SOURCE = "org.lsst.efd.connect.telemetry.TelemetrySourceConnector";
    static final String SINK = "org.lsst.efd.connect.influxdb.InfluxDbSinkConnector";
    static final Instant FIRST_RECORD = Instant.parse("2026-01-01T00:00:00Z");
    private static final String NAME = "site";

    private final LocalStack stack;
    private final List<Path> links;

    private Site(LocalStack stack, List<Path> links) {
        this.stack = stack;
        this.links = List.copyOf(links);
    }

    /** Starts everything with the two plugins that the tests deploy, so that what is printed of plugins stays the same. */
    static Site start(Path directory) {
        return start(directory, plugin -> plugin.startsWith("telemetry-source") || plugin.startsWith("influxdb-sink"));
    }

    /** Starts everything with the plugins of these names; links to them stand in this directory until the end. */
    static Site start(Path directory, Predicate<String> plugins) {
        List<Path> links = new ArrayList<>();
        try (Stream<Path> built = Files.list(Path.of(System.getProperty("efd.plugins.directory")))) {
            for (Path plugin : built.toList()) {
                String name = plugin.getFileName().toString();
                if (plugins.test(name)) {
                    links.add(Files.createSymbolicLink(directory.resolve(name), plugin.toAbsolutePath()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot link the plugin directories in " + directory, e);
        }
        LocalStack stack = LocalStack.builder()
                .plugins(directory)
                .cluster(NAME)
                .influxDb()
                .workers(NAME, NAME, 2, options -> options.setting("topic.tracking.enable", "true"))
                .start();
        return new Site(stack, links);
    }

    LocalStack stack() {
        return stack;
    }

    ConnectRest rest() {
        return stack.connect(NAME).rest();
    }

    ConnectWorker worker(int number) {
        return stack.connect(NAME).worker(number);
    }

    /** The URLs of both workers, as {@code --connect} takes them. */
    String workers() {
        return stack.connect(NAME).workers().stream().map(ConnectWorker::url).collect(Collectors.joining(","));
    }

    String broker() {
        return stack.cluster(NAME).bootstrapServers();
    }

    String kafkaClusterId() {
        return rest().get("/").path("kafka_cluster_id").asText();
    }

    /** What a shell would have set for this cluster. */
    Map<String, String> environment() {
        return new TreeMap<>(Map.of("KAFKA_CONNECT_URL", workers(), "KAFKA_BROKER_URL", broker()));
    }

    /** Appends so many records, a minute from one to the next, and returns when the broker has them. */
    void append(String topic, int count) {
        try (Producer<byte[], byte[]> producer = stack.cluster(NAME).producer()) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int number = 0; number < count; number++) {
                long time = FIRST_RECORD.plus(Duration.ofMinutes(number)).toEpochMilli();
                sent.add(producer.send(new ProducerRecord<>(topic, null, time, null, record(number))));
            }
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new StackException("cannot write to topic " + topic + ": " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted while writing to topic " + topic, e);
        }
    }

    private static byte[] record(int value) {
        return ("{\"schema\": {\"type\": \"struct\", \"fields\": [{\"field\": \"x\", \"type\": \"int32\"}]}, "
                        + "\"payload\": {\"x\": " + value + "}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** A source that makes this many records for the one topic {@code NAME-000}. */
    static Map<String, String> source(String name, int records) {
        return new TreeMap<>(Map.of(
                "connector.class", SOURCE,
                "mode", "generate",
                "topic.prefix", name + "-",
                "topics.count", "1",
                "fields.count", "2",
                "frequency.hz", "100",
                "messages.max", String.valueOf(records),
                "topic.creation.default.partitions", "1",
                "topic.creation.default.replication.factor", "1"));
    }

    /** A sink that reads these topics. */
    Map<String, String> sink(String topicsRegex) {
        return new TreeMap<>(Map.of(
                "connector.class",
                SINK,
                "topics.regex",
                topicsRegex,
                "influxdb.url",
                stack.influxDb().url(),
                "influxdb.database",
                "site",
                "influxdb.database.create",
                "true",
                "influxdb.username",
                "writer",
                "influxdb.password",
                CommandLines.SECRET,
                "consumer.override.metadata.max.age.ms",
                "1000"));
    }

    /** A file with this connector in YAML. */
    static String yaml(String name, String state, Map<String, String> config) {
        StringBuilder file = new StringBuilder("name: " + name + "\nstate: " + state + "\nconfig:\n");
        config.forEach((key, value) -> file.append("  ")
                .append(key)
                .append(": '")
                .append(value.replace("'", "''"))
                .append("'\n"));
        return file.append("---\n").toString();
    }

    /** Waits until the sink has committed this offset for partition 0 of a topic. */
    void awaitCommitted(String connector, String topic, long offset) {
        Await.until(connector + " to commit offset " + offset + " of " + topic, LIMIT, () -> {
            String failures =
                    rest().status(connector).map(ConnectorStatus::failures).orElse("");
            if (!failures.isEmpty()) {
                throw new StackException(connector + " has failed: " + failures);
            }
            for (JsonNode entry : rest().offsets(connector).path("offsets")) {
                if (entry.path("partition").path("kafka_topic").asText().equals(topic)
                        && entry.path("offset").path("kafka_offset").asLong() == offset) {
                    return true;
                }
            }
            return false;
        });
    }

    /** Waits until the source has stored this sequence number. */
    void awaitSequence(String connector, long sequence) {
        Await.until(
                connector + " to store sequence " + sequence,
                LIMIT,
                () -> rest().offsets(connector)
                                .path("offsets")
                                .path(0)
                                .path("offset")
                                .path("sequence")
                                .asLong(-1)
                        == sequence);
    }

    /** Waits until task 0 of the connector has failed. */
    void awaitFailed(String connector) {
        Await.until("task 0 of " + connector + " to fail", LIMIT, () -> rest().status(connector)
                .filter(status -> !status.failures().isEmpty())
                .isPresent());
    }

    /** Deletes every connector but these, and waits until they are gone. */
    void keepOnly(Set<String> kept) {
        for (String name : rest().connectors()) {
            if (!kept.contains(name)) {
                rest().delete(name);
            }
        }
        Await.until(
                "only " + kept + " to be left", LIMIT, () -> rest().connectors().equals(kept));
    }

    @Override
    public void close() {
        stack.close();
        try {
            for (Path link : links) {
                Files.delete(link);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove the links to the plugin directories", e);
        }
    }
}
