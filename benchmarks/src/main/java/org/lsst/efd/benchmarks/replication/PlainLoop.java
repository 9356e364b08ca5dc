package org.lsst.efd.benchmarks.replication;

import java.time.Duration;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/** The limit: a consumer and a producer in a loop, without offsets, transactions or a worker. */
final class PlainLoop implements CopyWorkload.Copier {
    private volatile boolean isEnding;
    private Thread thread = new Thread();

    @Override
    public void begin(Load load, String targetPrefix) {
        thread = new Thread(() -> copy(load, targetPrefix), "loop");
        thread.start();
    }

    private void copy(Load load, String targetPrefix) {
        try (Consumer<byte[], byte[]> consumer = Site.summit().consumer(Settings.tunedConsumer());
                Producer<byte[], byte[]> producer = Site.ldf().producer(Settings.tunedProducer())) {
            consumer.assign(load.topicNames().stream()
                    .map(topic -> new TopicPartition(topic, 0))
                    .toList());
            while (!isEnding) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    Future<RecordMetadata> unused = producer.send(new ProducerRecord<>(
                            targetPrefix + record.topic(),
                            record.partition(),
                            record.timestamp(),
                            record.key(),
                            record.value(),
                            record.headers()));
                }
            }
        }
    }

    @Override
    public void end() throws InterruptedException {
        isEnding = true;
        thread.join();
    }
}
