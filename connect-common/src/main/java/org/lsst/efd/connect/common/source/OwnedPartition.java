package org.lsst.efd.connect.common.source;

import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * A partition that a task wants to read.
 *
 * @param partition which
 * @param topicId of its topic now
 * @param stored where it was read up to; empty if never, then the start policy holds
 * @param isNew whether it appeared while others were read: a start after the records there are would lose its first ones
 */
public record OwnedPartition(TopicPartition partition, Uuid topicId, Optional<StoredPosition> stored, boolean isNew) {
    /** A partition that was there from the beginning. */
    public OwnedPartition(TopicPartition partition, Uuid topicId, Optional<StoredPosition> stored) {
        this(partition, topicId, stored, false);
    }

    /** Whether the topic was deleted and made again since the position was stored. */
    boolean isRecreated() {
        return !topicId.equals(Uuid.ZERO_UUID)
                && stored.flatMap(StoredPosition::topicId)
                        .filter(before -> !before.equals(Uuid.ZERO_UUID) && !before.equals(topicId))
                        .isPresent();
    }
}
