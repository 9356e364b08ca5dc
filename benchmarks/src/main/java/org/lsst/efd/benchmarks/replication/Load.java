package org.lsst.efd.benchmarks.replication;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Records that wait at the source, framed with a schema id.
 *
 * @param recordBytes size of a value
 * @param topics over which they are spread, of one partition each
 * @param records of all topics together
 */
record Load(int recordBytes, int topics, int records) {
    private static final int DIFFERENT_VALUES = 64;

    /** Names it: {@code 1kB/50}. */
    String title() {
        String size = recordBytes < 1_000 ? recordBytes + "B" : recordBytes / 1_000 + "kB";
        return size + "/" + topics;
    }

    String prefix() {
        return "load-" + recordBytes + "-" + topics + "-";
    }

    List<String> topicNames() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < topics; i++) {
            names.add(prefix() + i);
        }
        return names;
    }

    /** Writes them, unless they are there. */
    void prepare() throws ExecutionException, InterruptedException {
        Site summit = Site.summit();
        try (Admin admin = summit.admin()) {
            if (admin.listTopics().names().get().contains(topicNames().get(0))) {
                return;
            }
            admin.createTopics(topicNames().stream()
                            .map(name -> new NewTopic(name, 1, (short) 1))
                            .toList())
                    .all()
                    .get();
        }
        byte[][] values = values();
        try (Producer<byte[], byte[]> producer = summit.producer()) {
            for (int number = 0; number < records; number++) {
                byte[] key = ByteBuffer.allocate(4).putInt(number | 0x01000000).array();
                Future<RecordMetadata> unused = producer.send(
                        new ProducerRecord<>(prefix() + number % topics, key, values[number % values.length]));
            }
            producer.flush();
        }
    }

    /** Different ones, framed. */
    byte[][] values() {
        Random random = new Random(1);
        byte[][] values = new byte[DIFFERENT_VALUES][recordBytes];
        for (byte[] value : values) {
            random.nextBytes(value);
            ByteBuffer.wrap(value).put((byte) 0).putInt(Site.SCHEMA_ID);
        }
        return values;
    }
}
