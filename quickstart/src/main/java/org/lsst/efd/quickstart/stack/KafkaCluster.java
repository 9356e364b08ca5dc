package org.lsst.efd.quickstart.stack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.lsst.efd.quickstart.process.Await;
import org.lsst.efd.quickstart.process.LocalProcess;
import org.lsst.efd.quickstart.process.StackException;
import org.lsst.efd.quickstart.proxy.TcpProxy;

/** A Kafka cluster by its first node, and what a test asks of it. Thread-safe; the clients it makes belong to the caller. */
public final class KafkaCluster implements Component {
    /** The {@code node.id} of the first node. */
    public static final int ID = 1;

    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final LocalProcess process;
    private final int port;
    private final Optional<TcpProxy> proxy;
    private final OptionalInt securedPort;
    private final Path directory;
    private final BrokerPlan.Quorum quorum;

    KafkaCluster(
            LocalProcess process,
            int port,
            Optional<TcpProxy> proxy,
            OptionalInt securedPort,
            Path directory,
            BrokerPlan.Quorum quorum) {
        this.process = process;
        this.port = port;
        this.proxy = proxy;
        this.securedPort = securedPort;
        this.directory = directory;
        this.quorum = quorum;
    }

    @Override
    public LocalProcess process() {
        return process;
    }

    @Override
    public Optional<TcpProxy> proxyIfAny() {
        return proxy;
    }

    BrokerPlan.Quorum quorum() {
        return quorum;
    }

    /** Where clients connect to. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** Where clients connect to whose whole conversation shall go through the proxy. */
    public String proxiedBootstrapServers() {
        return "127.0.0.1:" + proxy().port();
    }

    /**
     * Where clients connect to that log in.
     *
     * @throws StackException when no login was asked for
     */
    public String securedBootstrapServers() {
        return "127.0.0.1:"
                + securedPort.orElseThrow(() -> new StackException(
                        process.name() + " has no logins; ask for one with ComponentOptions::login"));
    }

    /** A new administration client. */
    public Admin admin() {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers()));
    }

    /** A new producer of bytes that waits for the broker's word. */
    public Producer<byte[], byte[]> producer() {
        return producer(bootstrapServers());
    }

    /** The same for other bootstrap servers: those of the proxy. */
    public static Producer<byte[], byte[]> producer(String bootstrapServers) {
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** A new consumer of committed bytes from the beginning, without a group: assign partitions to it. */
    public Consumer<byte[], byte[]> consumer() {
        Map<String, Object> config = new HashMap<>();
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Appends records of these values, without keys, in this order, and returns when the broker has them. */
    public void append(String topic, List<byte[]> values) {
        try (Producer<byte[], byte[]> producer = producer()) {
            List<Future<RecordMetadata>> sent = values.stream()
                    .map(value -> producer.send(new ProducerRecord<>(topic, value)))
                    .toList();
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

    /** Creates a topic, and returns when it can be used. */
    public void createTopic(String topic, int partitions) {
        try (Admin admin = admin()) {
            NewTopic wanted = new NewTopic(topic, Optional.of(partitions), Optional.empty());
            admin.createTopics(List.of(wanted)).all().get();
            Await.until(
                    "topic " + topic,
                    LIMIT,
                    () -> admin.listTopics().names().get().contains(topic));
        } catch (ExecutionException e) {
            throw new StackException("cannot create topic " + topic + ": " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted while creating topic " + topic, e);
        }
    }

    /** The names of all topics but Kafka's and Connect's own. */
    public Set<String> topics() {
        try (Consumer<byte[], byte[]> consumer = consumer()) {
            Set<String> names = new TreeSet<>(consumer.listTopics().keySet());
            names.removeIf(name -> name.startsWith("__") || name.startsWith("connect-"));
            return names;
        }
    }

    /** The end of each partition for a reader of committed records; no partitions for a topic that does not exist. */
    public Map<TopicPartition, Long> ends(String topic) {
        try (Consumer<byte[], byte[]> consumer = consumer()) {
            return Map.copyOf(consumer.endOffsets(partitions(consumer, topic)));
        }
    }

    /** All committed records of the topic up to its present end; those of a partition in their order; none without topic. */
    public List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (Consumer<byte[], byte[]> consumer = consumer()) {
            Collection<TopicPartition> partitions = partitions(consumer, topic);
            if (partitions.isEmpty()) {
                return records;
            }
            // assigned first: else the consumer warns of each partition that it is asked about
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.seekToBeginning(partitions);
            Await.until("the end of " + topic, LIMIT, () -> {
                boolean isAtEnd;
                boolean hasMore;
                // without a pause between: a topic may be long
                do {
                    int before = records.size();
                    consumer.poll(Duration.ofMillis(200)).forEach(records::add);
                    hasMore = records.size() > before;
                    isAtEnd = partitions.stream().allMatch(one -> consumer.position(one) >= ends.getOrDefault(one, 0L));
                } while (hasMore && !isAtEnd);
                return isAtEnd;
            });
            records.removeIf(record ->
                    record.offset() >= ends.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L));
        }
        return records;
    }

    private static Collection<TopicPartition> partitions(Consumer<byte[], byte[]> consumer, String topic) {
        return consumer.listTopics().getOrDefault(topic, List.of()).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
    }

    /** Whether the broker serves clients. */
    static boolean answers(int port) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:" + port,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000))) {
            return !admin.describeCluster().nodes().get().isEmpty();
        }
    }

    /** The file that holds the first records of a partition. */
    public Path firstSegment(TopicPartition partition) {
        return dataDirectory(directory).resolve(partition.toString()).resolve("00000000000000000000.log");
    }

    /** Where the node keeps its records. */
    static Path dataDirectory(Path directory) {
        return directory.resolve("data");
    }
}
