package org.lsst.efd.benchmarks.replication;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.lsst.efd.benchmarks.harness.Comparison.Environment;
import org.lsst.efd.quickstart.stack.ComponentOptions;
import org.lsst.efd.quickstart.stack.LocalStack;
import org.lsst.efd.registry.InTestRegistry;

/**
 * One of the two clusters with its registry.
 *
 * @param bootstrapServers of the cluster
 * @param registryUrl of the registry
 */
record Site(String bootstrapServers, String registryUrl) {
    /** Of the only schema at the source; the target gives it another. */
    static final int SCHEMA_ID = 1;

    private static final Duration ONE_WAY = Duration.ofMillis(85);
    private static final String PREFIX = "efd.benchmarks.replication.";

    /** Both sites as what runs beside the contenders. */
    static Environment environment() {
        return () -> {
            LocalStack stack = LocalStack.builder()
                    .cluster("summit", ComponentOptions::proxied)
                    .cluster("ldf")
                    .progress(System.err::println)
                    .start();
            stack.cluster("summit").proxy().delay(ONE_WAY);
            InTestRegistry source = InTestRegistry.start();
            InTestRegistry target = InTestRegistry.start();
            source.register("any-value", "\"bytes\"");
            target.register("occupied", "\"int\"");
            Map<String, String> properties = new HashMap<>();
            properties.put(PREFIX + "summit", stack.cluster("summit").bootstrapServers());
            properties.put(PREFIX + "distant", stack.cluster("summit").proxiedBootstrapServers());
            properties.put(PREFIX + "ldf", stack.cluster("ldf").bootstrapServers());
            properties.put(PREFIX + "summit.registry", source.url().toString());
            properties.put(PREFIX + "distant.registry", source.url().toString());
            properties.put(PREFIX + "ldf.registry", target.url().toString());
            return new Environment.Running(properties, () -> {
                stack.close();
                source.close();
                target.close();
                return true;
            });
        };
    }

    static Site summit() {
        return named("summit");
    }

    /** The summit, through a proxy: 170 ms are added to each round trip, but the windows of TCP are not those of a long way. */
    static Site distantSummit() {
        return named("distant");
    }

    static Site ldf() {
        return named("ldf");
    }

    private static Site named(String name) {
        return new Site(System.getProperty(PREFIX + name), System.getProperty(PREFIX + name + ".registry"));
    }

    Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    Producer<byte[], byte[]> producer() {
        return producer(Settings.tunedProducer());
    }

    Producer<byte[], byte[]> producer(Map<String, Object> settings) {
        Map<String, Object> config = new HashMap<>(settings);
        config.put("bootstrap.servers", bootstrapServers);
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    Consumer<byte[], byte[]> consumer(Map<String, Object> settings) {
        Map<String, Object> config = new HashMap<>(settings);
        config.put("bootstrap.servers", bootstrapServers);
        config.put("auto.offset.reset", "earliest");
        config.put("enable.auto.commit", false);
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
