package org.lsst.efd.integration.aggregation;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.avro.AvroConverter;
import org.lsst.efd.integration.Sending;
import org.lsst.efd.quickstart.stack.SchemaRegistry;

/**
 * Telemetry of two indexed components as it should not be: times in disorder by up to {@link #DISORDER_MS}, some values
 * null or NaN, some times hours ahead. Once begun it goes on, on a thread of its own, until it is closed; what it has sent
 * is then in the topics.
 */
final class HostileLoad implements AutoCloseable {
    static final long DISORDER_MS = 5_000;
    static final Schema SCHEMA = SchemaBuilder.struct()
            .name("lsst.sal.Test.hostile")
            .field("private_efdStamp", Schema.FLOAT64_SCHEMA)
            .field("salIndex", Schema.INT32_SCHEMA)
            .field(
                    "force",
                    SchemaBuilder.float64().optional().parameter("units", "N").build())
            .build();

    private static final double NULL_SHARE = 0.001;
    private static final double NAN_SHARE = 0.001;
    private static final double FUTURE_SHARE = 0.0002;
    private static final long FUTURE_MS = TimeUnit.HOURS.toMillis(2);
    private static final double STEP = 1.0 / 1024;

    private final Sending sending;
    private final AvroConverter converter = new AvroConverter();
    private final List<String> topics;
    private final int partitions;
    private final long intervalNs;
    private final Random random = new Random(11);
    private final Thread thread = new Thread(this::run, "hostile-load");
    private volatile boolean isEnding;

    /**
     * A load that has not begun.
     *
     * @param producer is closed with this
     * @param hertz records a second of each partition
     */
    HostileLoad(
            Producer<byte[], byte[]> producer,
            SchemaRegistry registry,
            List<String> topics,
            int partitions,
            int hertz) {
        this.sending = new Sending(producer);
        this.topics = List.copyOf(topics);
        this.partitions = partitions;
        this.intervalNs = TimeUnit.SECONDS.toNanos(1) / hertz;
        converter.configure(Map.of("schema.registry.url", registry.url()), false);
    }

    void begin() {
        thread.start();
    }

    private void run() {
        long nextNs = System.nanoTime();
        while (!isEnding) {
            for (String topic : topics) {
                for (int partition = 0; partition < partitions; partition++) {
                    byte[] value = bytes(converter, topic, record());
                    sending.send(topic, partition, value);
                }
            }
            nextNs += intervalNs;
            LockSupport.parkNanos(nextNs - System.nanoTime());
        }
    }

    /** A record of this schema as it is sent. */
    static byte[] bytes(AvroConverter converter, String topic, Struct record) {
        return Objects.requireNonNull(converter.fromConnectData(topic, SCHEMA, record));
    }

    private Struct record() {
        long timeMs = System.currentTimeMillis() - random.nextInt((int) DISORDER_MS);
        if (random.nextDouble() < FUTURE_SHARE) {
            timeMs += FUTURE_MS;
        }
        // half a millisecond keeps the time in its millisecond, whatever a double of seconds makes of it
        return new Struct(SCHEMA)
                .put("private_efdStamp", (timeMs + 0.5) / 1e3)
                .put("salIndex", 1 + random.nextInt(2))
                .put("force", force());
    }

    private @Nullable Double force() {
        double choice = random.nextDouble();
        if (choice < NULL_SHARE) {
            return null;
        }
        return choice < NULL_SHARE + NAN_SHARE ? Double.NaN : random.nextInt(1 << 20) * STEP;
    }

    /** Ends the load, and returns when all of it is in the topics. */
    @Override
    public void close() {
        isEnding = true;
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        sending.close();
        converter.close();
    }
}
