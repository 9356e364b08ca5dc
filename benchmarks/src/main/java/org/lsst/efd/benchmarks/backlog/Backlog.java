package org.lsst.efd.benchmarks.backlog;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.lsst.efd.benchmarks.harness.Workload;

/**
 * Telemetry of the shape of the busiest component: 19 topics at 50 Hz, one of them with 812 numbers, the others with 171
 * each, in arrays; 3,890 numbers every 20 ms.
 */
final class Backlog {
    static final List<String> TOPICS = IntStream.range(0, 19)
            .mapToObj(number -> String.format("m1m3.topic%02d", number))
            .toList();
    static final String TIME = "private_efdStamp";
    static final int HERTZ = 50;
    static final int SECONDS = 120;
    static final long START_MS = 1_700_000_000_000L;
    private static final int ARRAY_LENGTH = 57;
    private static final int WIDE_ARRAY_LENGTH = 58;
    private static final int HEADER_BYTES = 5;

    private Backlog() {}

    /** How many arrays a topic has. */
    static int arrays(String topic) {
        return topic.equals(TOPICS.get(0)) ? 14 : 3;
    }

    /** How long they are. */
    static int arrayLength(String topic) {
        return topic.equals(TOPICS.get(0)) ? WIDE_ARRAY_LENGTH : ARRAY_LENGTH;
    }

    /** The schema of a topic's records. */
    static Schema schema(String topic) {
        SchemaBuilder.FieldAssembler<Schema> fields =
                SchemaBuilder.record(topic.replace('.', '_')).fields().requiredDouble(TIME);
        for (int array = 0; array < arrays(topic); array++) {
            fields =
                    fields.name("a" + array).type().array().items().doubleType().noDefault();
        }
        return fields.endRecord();
    }

    /** The volume of so many seconds of all topics. */
    static Workload.Volume volume(long seconds) {
        long numbers = TOPICS.stream()
                .mapToLong(topic -> (long) arrays(topic) * arrayLength(topic))
                .sum();
        return new Workload.Volume(seconds * HERTZ * TOPICS.size(), seconds * HERTZ * numbers * Double.BYTES);
    }

    /** Fills the topics, each with one partition. */
    static void write(Producer<byte[], byte[]> producer, Map<String, Integer> schemaIds) throws Exception {
        Random random = new Random(7);
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (int tick = 0; tick < SECONDS * HERTZ; tick++) {
            for (String topic : TOPICS) {
                long timeMs = START_MS + tick * 1_000L / HERTZ;
                byte[] value = encode(record(topic, timeMs, random), schemaIds.getOrDefault(topic, 0));
                sent.add(producer.send(new ProducerRecord<>(topic, 0, timeMs, null, value)));
            }
        }
        for (Future<RecordMetadata> each : sent) {
            each.get();
        }
    }

    private static GenericRecord record(String topic, long timeMs, Random random) {
        GenericRecord record = new GenericData.Record(schemaOf(topic));
        record.put(TIME, (timeMs + 0.5) / 1e3);
        for (int array = 0; array < arrays(topic); array++) {
            List<Double> values = new ArrayList<>();
            for (int i = 0; i < arrayLength(topic); i++) {
                values.add(100 * random.nextGaussian());
            }
            record.put("a" + array, values);
        }
        return record;
    }

    private static Schema schemaOf(String topic) {
        return SCHEMAS.getOrDefault(topic, Schema.create(Schema.Type.NULL));
    }

    private static final Map<String, Schema> SCHEMAS =
            TOPICS.stream().collect(java.util.stream.Collectors.toMap(topic -> topic, Backlog::schema));

    /** A record as it is on the wire: a zero, the id of its schema, the Avro bytes. */
    static byte[] encode(GenericRecord record, int schemaId) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(
                ByteBuffer.allocate(HEADER_BYTES).put((byte) 0).putInt(schemaId).array());
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        try {
            new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
            encoder.flush();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
