package org.lsst.efd.connect.common.sink;

import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Knows which records of a batch that Connect will deliver again are stale.
 *
 * <p>Connect drops the records of a revoked partition from such a batch by the topic that the transforms gave them, so
 * renamed ones stay in. Were the partition assigned again at once, they would come ahead of those before them. They are
 * told by the identity of the record object, which Connect keeps. Not thread-safe.
 */
final class Redelivery {
    private Collection<SinkRecord> expected = List.of();
    private final Set<SinkRecord> stale = Collections.newSetFromMap(new IdentityHashMap<>());

    /** The batch was refused and will come again. */
    void expect(Collection<SinkRecord> batch) {
        expected = batch;
    }

    /** A batch was taken. */
    void taken() {
        expected = List.of();
        stale.clear();
    }

    void closed(TopicPartition partition) {
        for (SinkRecord record : expected) {
            if (record.originalKafkaPartition() == partition.partition()
                    && record.originalTopic().equals(partition.topic())) {
                stale.add(record);
            }
        }
    }

    boolean isStale(SinkRecord record) {
        return !stale.isEmpty() && stale.contains(record);
    }
}
