package org.lsst.efd.connect.manager.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.lsst.efd.connect.manager.kafka.KafkaQueries;
import org.lsst.efd.connect.manager.rest.ConnectCluster;
import org.lsst.efd.connect.manager.rest.Connector;
import org.lsst.efd.connect.manager.rest.WorkerRefusal;

/** Looks at a cluster: states from the workers, lag from Kafka, positions from either. Not thread-safe. */
public final class ClusterObserver {
    private final ConnectCluster cluster;
    private final Optional<KafkaQueries> kafka;
    private final Clock clock;

    public ClusterObserver(ConnectCluster cluster, Optional<KafkaQueries> kafka, Clock clock) {
        this.cluster = cluster;
        this.kafka = kafka;
        this.clock = clock;
    }

    /** A look at these connectors; lag where Kafka can be asked. */
    public ClusterLook look(Collection<Connector> connectors) {
        Map<String, Standing> sinks = sinks(connectors);
        List<ConnectorLook> looks = new ArrayList<>();
        for (Connector connector : connectors) {
            Optional<Standing> standing = Optional.ofNullable(sinks.get(connector.name()));
            looks.add(ConnectorLook.first(
                    connector.status(),
                    standing.map(Standing::lag).orElse(OptionalLong.empty()),
                    standing.map(Standing::position).orElse(OptionalLong.empty())));
        }
        return new ClusterLook(clock.instant(), List.of(), looks);
    }

    /**
     * A look at the workers and at the connectors of these names, with positions: one more request for each connector
     * whose position Kafka does not tell.
     */
    public ClusterLook lookAt(Predicate<String> names) {
        ClusterLook look = look(cluster.connectors().values().stream()
                .filter(connector -> names.test(connector.name()))
                .toList());
        List<ConnectorLook> positioned = look.connectors().stream()
                .map(connector -> connector.position().isPresent()
                        ? connector
                        : ConnectorLook.first(connector.status(), connector.lag(), positionOf(connector.name())))
                .toList();
        return new ClusterLook(look.time(), cluster.workers(), positioned);
    }

    private record Standing(OptionalLong lag, OptionalLong position) {}

    private Map<String, Standing> sinks(Collection<Connector> connectors) {
        Map<String, String> groups = new HashMap<>();
        for (Connector connector : connectors) {
            if (connector.status().type().equals("sink")) {
                groups.put(connector.name(), group(connector));
            }
        }
        if (kafka.isEmpty() || groups.isEmpty()) {
            return Map.of();
        }
        Map<String, Map<TopicPartition, Long>> committed = kafka.get().committed(new HashSet<>(groups.values()));
        Set<TopicPartition> partitions = new HashSet<>();
        committed.values().forEach(offsets -> partitions.addAll(offsets.keySet()));
        Map<TopicPartition, Long> ends = kafka.get().ends(partitions);
        Map<String, Standing> standings = new HashMap<>();
        groups.forEach((name, group) -> standings.put(name, standing(committed.getOrDefault(group, Map.of()), ends)));
        return standings;
    }

    private static Standing standing(Map<TopicPartition, Long> committed, Map<TopicPartition, Long> ends) {
        if (committed.isEmpty()) {
            return new Standing(OptionalLong.empty(), OptionalLong.empty());
        }
        long lag = 0;
        long position = 0;
        for (Map.Entry<TopicPartition, Long> offset : committed.entrySet()) {
            position += offset.getValue();
            lag += Math.max(0, ends.getOrDefault(offset.getKey(), offset.getValue()) - offset.getValue());
        }
        return new Standing(OptionalLong.of(lag), OptionalLong.of(position));
    }

    /** The consumer group of a sink: Connect's default, or the one its configuration names. */
    public static String group(Connector connector) {
        return connector.config().getOrDefault("consumer.override.group.id", "connect-" + connector.name());
    }

    private OptionalLong positionOf(String name) {
        try {
            return position(cluster.offsets(name));
        } catch (WorkerRefusal refusal) {
            return OptionalLong.empty(); // an old worker, or a connector that was just deleted
        }
    }

    /** The sum of all offsets in an offsets document: fields that count records, by name or by partition number. */
    static OptionalLong position(JsonNode document) {
        long sum = 0;
        boolean hasAny = false;
        for (JsonNode entry : document.path("offsets")) {
            for (Map.Entry<String, JsonNode> field : entry.path("offset").properties()) {
                boolean counts = field.getKey().matches("offset|kafka_offset|position|\\d+");
                if (counts && field.getValue().canConvertToLong()) {
                    sum += field.getValue().asLong();
                    hasAny = true;
                }
            }
        }
        return hasAny ? OptionalLong.of(sum) : OptionalLong.empty();
    }
}
