package org.lsst.efd.connect.replication.copy;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.lsst.efd.connect.common.source.FoundTopic;
import org.lsst.efd.connect.replication.schema.SchemaIds;
import org.lsst.efd.connect.replication.target.TargetState;
import org.lsst.efd.connect.replication.target.TargetTopic;
import org.lsst.efd.connect.replication.target.TargetTopics;

/**
 * Finds the way of each partition to its target.
 *
 * @param rules what holds for all records
 * @param targets knows the topics there
 * @param ids knows the schema ids there; empty where bytes stay as they are
 * @param guidsMet what was told of topics whose schemas are named by GUIDs
 */
public record Routes(CopyRules rules, TargetTopics targets, Optional<SchemaIds> ids, Set<String> guidsMet) {
    /** Of nothing was told yet. */
    public Routes(CopyRules rules, TargetTopics targets, Optional<SchemaIds> ids) {
        this(rules, targets, ids, ConcurrentHashMap.newKeySet());
    }

    /** A way, or what is in it. */
    sealed interface Found {}

    /**
     * A way.
     *
     * @param route makes the records
     * @param keys translates the ids in keys, where they are looked at
     * @param values translates the ids in values, where they are looked at
     */
    record Taken(Route route, Optional<IdTranslation> keys, Optional<IdTranslation> values) implements Found {}

    /** No way yet. */
    record Blocked(Obstacle obstacle) implements Found {}

    Found find(FoundTopic topic, TopicPartition partition, Map<String, Object> sourcePartition) {
        TargetState state = targets.of(topic);
        if (state instanceof TargetState.Refused refused) {
            return new Blocked(new Obstacle.Wait(WaitKind.TARGET, refused.reason()));
        }
        return state instanceof TargetState.Ready ready
                ? taken(ready.topic(), partition, sourcePartition)
                : new Blocked(new Obstacle.Asking());
    }

    private Taken taken(TargetTopic target, TopicPartition partition, Map<String, Object> sourcePartition) {
        String topic = partition.topic();
        Route route = new Route(
                target,
                rules.mapping().of(topic, partition.partition(), target.partitions()),
                sourcePartition,
                rules.hasProvenance() ? Optional.of(new Provenance(rules.cluster(), partition)) : Optional.empty(),
                rules.hasProvenance() ? Provenance.bytesOf(rules.cluster(), topic) : 0,
                rules.decoding());
        Optional<SchemaIds> looked = ids.filter(any -> rules.synchronizes().test(topic));
        return new Taken(
                route,
                looked.map(known -> new IdTranslation(known, rules, topic, target.name(), true, guidsMet)),
                looked.map(known -> new IdTranslation(known, rules, topic, target.name(), false, guidsMet)));
    }
}
