package org.lsst.efd.integration.replication;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.lsst.efd.integration.Soak;
import org.lsst.efd.quickstart.stack.KafkaCluster;

/**
 * Sends records at a steady rate, on a thread of its own, to the partitions of a few topics in turn, with keys that have a
 * schema and a header. Of each topic every record has the schema that was announced last. What a broker that dies has not acknowledged is sent again, never twice.
 */
final class NumberedRecords implements AutoCloseable {
    static final String HEADER = "number";

    private static final String KEY = Schemas.record("NumberedKey", "number");
    private static final long PAUSE_NS = 20_000_000;
    private static final int BURST = Soak.rounds(10, 100);

    private final Schemas schemas;
    private final String prefix;
    private final int topics;
    private final int partitions;
    private final Producer<byte[], byte[]> producer;
    private final AtomicInteger version = new AtomicInteger();
    private final Thread thread = new Thread(this::send, "load");
    private volatile int idOfTheFirstTopic;
    private volatile boolean isEnding;

    /** Records for topics whose names are the prefix and a number from 0 on; they are made. */
    NumberedRecords(KafkaCluster cluster, Schemas schemas, String prefix, int topics, int partitions) {
        this.schemas = schemas;
        this.prefix = prefix;
        this.topics = topics;
        this.partitions = partitions;
        this.producer = cluster.producer();
        for (int topic = 0; topic < topics; topic++) {
            cluster.createTopic(prefix + topic, partitions);
        }
        announceSchema();
    }

    void begin() {
        thread.start();
    }

    /** The first topic goes on with a schema that nobody has seen yet. */
    void announceSchema() {
        String field = "v" + version.incrementAndGet();
        int id = schemas.register(prefix + "0-value", Schemas.record("Numbered", "number", field));
        // known to the producer: it goes on when the registry is away
        schemas.schema(id);
        idOfTheFirstTopic = id;
    }

    private void send() {
        int idOfOthers = idOfTheFirstTopic;
        int idOfKeys = 0;
        for (int topic = 0; topic < topics; topic++) {
            // one text has one id
            idOfKeys = schemas.register(prefix + topic + "-key", KEY);
            if (topic > 0) {
                schemas.register(
                        prefix + topic + "-value", schemas.text(idOfOthers).text());
            }
        }
        for (long number = 0; !isEnding; number++) {
            int topic = (int) (number % topics);
            int partition = (int) (number / topics % partitions);
            byte[] value = encoded(topic == 0 ? idOfTheFirstTopic : idOfOthers, number);
            ProducerRecord<byte[], byte[]> record =
                    new ProducerRecord<>(prefix + topic, partition, encoded(idOfKeys, number), value);
            record.headers().add(HEADER, Long.toString(number).getBytes(US_ASCII));
            Future<RecordMetadata> unused = producer.send(record);
            if (number % BURST == 0) {
                LockSupport.parkNanos(PAUSE_NS);
            }
        }
    }

    private byte[] encoded(int id, long number) {
        Schema schema = schemas.schema(id);
        GenericRecord value = new GenericData.Record(schema);
        schema.getFields().forEach(field -> value.put(field.name(), number));
        return schemas.encode(id, value);
    }

    /** Ends the flow; returns when the source has all of it. */
    @Override
    public void close() {
        isEnding = true;
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        producer.close();
    }
}
