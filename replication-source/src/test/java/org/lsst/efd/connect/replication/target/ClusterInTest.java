package org.lsst.efd.connect.replication.target;

import java.lang.reflect.Constructor;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigsResult;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreatePartitionsResult;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.DescribeConfigsResult;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.internals.KafkaFutureImpl;

/** The topics of a cluster in this process, behind an administration client of Kafka. Thread-safe. */
final class ClusterInTest {
    private final Map<String, Integer> topics = new TreeMap<>();
    private final Map<String, Map<String, String>> settings = new HashMap<>();
    private final Map<String, Short> replicas = new HashMap<>();
    private final List<String> described = new ArrayList<>();
    private final List<String> orders = new ArrayList<>();
    private Optional<ApiException> refusal = Optional.empty();

    /** Makes a topic, or gives it another number of partitions. */
    synchronized void put(String topic, int partitions) {
        topics.put(topic, partitions);
    }

    synchronized void set(String topic, String key, String value) {
        settings.computeIfAbsent(topic, none -> new HashMap<>()).put(key, value);
    }

    /** From now on no topic is made, for this reason; or all are. */
    synchronized void refuse(Optional<ApiException> reason) {
        refusal = reason;
    }

    synchronized Map<String, Integer> topics() {
        return Map.copyOf(topics);
    }

    synchronized Map<String, String> settings(String topic) {
        return Map.copyOf(settings.getOrDefault(topic, Map.of()));
    }

    /** With how many replicas this topic was ordered; -1 for the broker's default. */
    synchronized short replicas(String topic) {
        return replicas.getOrDefault(topic, (short) 0);
    }

    /** How often this topic was described. */
    synchronized long descriptions(String topic) {
        return described.stream().filter(topic::equals).count();
    }

    /** How often this topic was ordered. */
    synchronized long orders(String topic) {
        return orders.stream().filter(topic::equals).count();
    }

    Admin admin() {
        return (Admin) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Admin.class}, (admin, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        return null;
                    }
                    return answer(method.getName(), arguments[0]);
                });
    }

    @SuppressWarnings("unchecked") // as Admin declares them
    private synchronized Object answer(String question, Object of) throws ReflectiveOperationException {
        return switch (question) {
            case "describeTopics" -> describeTopics((Collection<String>) of);
            case "createTopics" -> createTopics((Collection<NewTopic>) of);
            case "createPartitions" -> createPartitions((Map<String, NewPartitions>) of);
            case "describeConfigs" -> describeConfigs((Collection<ConfigResource>) of);
            case "incrementalAlterConfigs" -> alter((Map<ConfigResource, Collection<AlterConfigOp>>) of);
            default -> throw new UnsupportedOperationException(question);
        };
    }

    private DescribeTopicsResult describeTopics(Collection<String> names) {
        described.addAll(names);
        return new DescribeTopicsResult(null, each(names, name -> {
            int partitions = existing(name);
            Node node = new Node(1, "localhost", 9092);
            List<TopicPartitionInfo> all = new ArrayList<>();
            for (int number = 0; number < partitions; number++) {
                all.add(new TopicPartitionInfo(number, node, List.of(node), List.of(node)));
            }
            return new TopicDescription(name, false, all);
        })) {};
    }

    private int existing(String name) {
        Integer partitions = topics.get(name);
        if (partitions == null) {
            throw new UnknownTopicOrPartitionException("This server does not host this topic-partition.");
        }
        return partitions;
    }

    private CreateTopicsResult createTopics(Collection<NewTopic> wanted) {
        Map<String, NewTopic> byName = new HashMap<>();
        wanted.forEach(topic -> byName.put(topic.name(), topic));
        orders.addAll(byName.keySet());
        return new CreateTopicsResult(each(byName.keySet(), name -> {
            if (refusal.isPresent()) {
                throw refusal.get();
            }
            NewTopic topic = byName.getOrDefault(name, new NewTopic(name, 1, (short) 1));
            if (topics.putIfAbsent(name, topic.numPartitions()) != null) {
                throw new TopicExistsException("Topic '" + name + "' already exists.");
            }
            settings.put(name, new HashMap<>(topic.configs()));
            replicas.put(name, topic.replicationFactor());
            return new CreateTopicsResult.TopicMetadataAndConfig(
                    Uuid.randomUuid(), topic.numPartitions(), 1, new Config(List.of()));
        })) {};
    }

    private CreatePartitionsResult createPartitions(Map<String, NewPartitions> wanted)
            throws ReflectiveOperationException {
        return hidden(CreatePartitionsResult.class, each(wanted.keySet(), name -> {
            topics.put(
                    name, wanted.getOrDefault(name, NewPartitions.increaseTo(1)).totalCount());
            return null;
        }));
    }

    private DescribeConfigsResult describeConfigs(Collection<ConfigResource> resources) {
        return new DescribeConfigsResult(each(resources, resource -> {
            existing(resource.name());
            List<ConfigEntry> entries = new ArrayList<>();
            settings(resource.name())
                    .forEach((key, value) -> entries.add(new ConfigEntry(
                            key,
                            value,
                            ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG,
                            false,
                            false,
                            List.of(),
                            ConfigEntry.ConfigType.STRING,
                            "")));
            return new Config(entries);
        })) {};
    }

    private AlterConfigsResult alter(Map<ConfigResource, Collection<AlterConfigOp>> changes)
            throws ReflectiveOperationException {
        changes.forEach((resource, operations) -> operations.forEach(operation -> set(
                resource.name(),
                operation.configEntry().name(),
                operation.configEntry().value())));
        return hidden(AlterConfigsResult.class, each(changes.keySet(), resource -> null));
    }

    /** The answer for each of these, or how that failed. */
    private static <K, V> Map<K, KafkaFuture<V>> each(Collection<K> keys, Function<K, V> answer) {
        Map<K, KafkaFuture<V>> answers = new HashMap<>();
        for (K key : keys) {
            KafkaFutureImpl<V> future = new KafkaFutureImpl<>();
            try {
                future.complete(answer.apply(key));
            } catch (ApiException failed) {
                future.completeExceptionally(failed);
            }
            answers.put(key, future);
        }
        return answers;
    }

    /** Kafka makes these by itself only. */
    private static <T> T hidden(Class<T> type, Object answers) throws ReflectiveOperationException {
        Constructor<T> constructor = type.getDeclaredConstructor(Map.class);
        constructor.setAccessible(true);
        return constructor.newInstance(answers);
    }
}
