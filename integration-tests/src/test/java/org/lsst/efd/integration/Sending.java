package org.lsst.efd.integration;

import java.util.ArrayDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Sends records, and fails unless all of them arrive. Not thread-safe. */
public final class Sending implements AutoCloseable {
    private final Producer<byte[], byte[]> producer;
    private final ArrayDeque<Future<RecordMetadata>> pending = new ArrayDeque<>();

    /** Closes the producer with itself. */
    public Sending(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /** Sends to this partition, without a key. */
    public void send(String topic, int partition, byte[] value) {
        send(new ProducerRecord<>(topic, partition, null, value));
    }

    /** Sends to the partition of the key. */
    public void send(String topic, byte[] key, byte[] value) {
        send(new ProducerRecord<>(topic, key, value));
    }

    /** Sends. */
    public void send(ProducerRecord<byte[], byte[]> record) {
        pending.add(producer.send(record));
        while (!pending.isEmpty() && pending.getFirst().isDone()) {
            settleFirst();
        }
    }

    private void settleFirst() {
        try {
            pending.removeFirst().get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException("a record was not sent", failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while sending", interrupted);
        }
    }

    /** Waits for all that is on its way. */
    @Override
    public void close() {
        producer.flush();
        while (!pending.isEmpty()) {
            settleFirst();
        }
        producer.close();
    }
}
