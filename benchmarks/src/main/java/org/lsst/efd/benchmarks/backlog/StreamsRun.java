package org.lsst.efd.benchmarks.backlog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Suppressed;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.state.WindowStore;
import org.lsst.efd.benchmarks.aggregation.Samples;
import org.lsst.efd.benchmarks.harness.Workload;

/**
 * Kafka Streams with one thread, exactly once, its usual state store and cache: a windowed aggregate that is the list of
 * rows, told when its window closes. It handles the first seconds of the backlog only; a rate is a rate.
 */
final class StreamsRun implements Workload {
    private static final int SECONDS = 22;
    private static final int STATISTICS = 7;
    private static final Duration WINDOW = Duration.ofSeconds(1);

    private final Map<String, GenericDatumReader<GenericRecord>> readers = new HashMap<>();
    private final Map<String, Schema> outputSchemas = new HashMap<>();

    StreamsRun() {
        for (String topic : Backlog.TOPICS) {
            readers.put(topic, new GenericDatumReader<>(Backlog.schema(topic)));
            outputSchemas.put(topic, outputSchema(topic));
        }
    }

    private static Schema outputSchema(String topic) {
        SchemaBuilder.FieldAssembler<Schema> fields = SchemaBuilder.record(topic.replace('.', '_') + "_aggregated")
                .fields()
                .requiredDouble("time")
                .requiredLong("count");
        for (int array = 0; array < Backlog.arrays(topic); array++) {
            for (int statistic = 0; statistic < STATISTICS; statistic++) {
                fields = fields.name("s" + statistic + "_a" + array)
                        .type()
                        .array()
                        .items()
                        .doubleType()
                        .noDefault();
            }
        }
        return fields.endRecord();
    }

    @Override
    public Volume run() throws Exception {
        String name = "run-" + UUID.randomUUID();
        List<String> outputs =
                Backlog.TOPICS.stream().map(topic -> topic + "-" + name).toList();
        ConnectorRun.createTopics(outputs);
        Path directory = Files.createTempDirectory("streams");
        try (KafkaStreams streams = new KafkaStreams(topology(name).build(), properties(name, directory));
                ToldWindows told = new ToldWindows(outputs)) {
            streams.start();
            told.await((long) outputs.size() * (SECONDS - 2));
            streams.close(Duration.ofSeconds(20));
            streams.cleanUp();
        }
        return Backlog.volume(SECONDS - 2);
    }

    private StreamsBuilder topology(String name) {
        StreamsBuilder builder = new StreamsBuilder();
        for (String topic : Backlog.TOPICS) {
            int columns = Backlog.arrays(topic) * Backlog.arrayLength(topic);
            builder.stream(topic, Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
                    .map((key, bytes) -> new KeyValue<>(topic, decode(topic, bytes)))
                    .groupByKey(Grouped.with(Serdes.String(), Samples.ofRow()))
                    .windowedBy(TimeWindows.ofSizeAndGrace(WINDOW, WINDOW))
                    .aggregate(
                            () -> (List<double[]>) new ArrayList<double[]>(),
                            (key, row, rows) -> {
                                rows.add(row);
                                return rows;
                            },
                            Materialized.<String, List<double[]>, WindowStore<Bytes, byte[]>>with(
                                    Serdes.String(), Samples.ofRows(columns)))
                    .suppress(Suppressed.untilWindowCloses(Suppressed.BufferConfig.unbounded()))
                    .toStream()
                    .map((window, rows) -> new KeyValue<>(
                            (byte[]) null, encode(topic, window.window().start(), rows)))
                    .to(topic + "-" + name, Produced.with(Serdes.ByteArray(), Serdes.ByteArray()));
        }
        return builder;
    }

    private static Properties properties(String name, Path directory) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, name);
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, System.getProperty(BacklogCluster.BROKER, ""));
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
        properties.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
        properties.put("auto.offset.reset", "earliest");
        properties.put("producer.max.request.size", 64 << 20);
        properties.put("topic.max.message.bytes", 64 << 20);
        return properties;
    }

    private double[] decode(String topic, byte[] bytes) {
        GenericRecord record;
        try {
            record = readers.getOrDefault(topic, new GenericDatumReader<>())
                    .read(null, DecoderFactory.get().binaryDecoder(bytes, 5, bytes.length - 5, null));
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
        int length = Backlog.arrayLength(topic);
        double[] row = new double[Backlog.arrays(topic) * length];
        for (int array = 0; array < Backlog.arrays(topic); array++) {
            List<?> values = (List<?>) record.get("a" + array);
            for (int i = 0; i < length; i++) {
                row[array * length + i] = (Double) values.get(i);
            }
        }
        return row;
    }

    private byte[] encode(String topic, long startMs, List<double[]> rows) {
        int length = Backlog.arrayLength(topic);
        GenericRecord record = new GenericData.Record(outputSchemas.get(topic));
        record.put("time", startMs / 1e3 + 0.5);
        record.put("count", (long) rows.size());
        double[] statistics = Samples.summarise(rows, Backlog.arrays(topic) * length);
        for (int array = 0; array < Backlog.arrays(topic); array++) {
            for (int statistic = 0; statistic < STATISTICS; statistic++) {
                List<Double> values = new ArrayList<>(length);
                for (int i = 0; i < length; i++) {
                    values.add(statistics[(array * length + i) * STATISTICS + statistic]);
                }
                record.put("s" + statistic + "_a" + array, values);
            }
        }
        return Backlog.encode(record, 1);
    }
}
