package org.lsst.efd.connect.common.source;

import java.util.Optional;
import org.apache.kafka.common.Uuid;

/**
 * Where a partition was read up to, as stored with the source offsets.
 *
 * @param offset next to read
 * @param leaderEpoch of the record before it, which shows whether the log diverged; empty where unknown
 * @param topicId of the topic then; empty where unknown
 */
public record StoredPosition(long offset, Optional<Integer> leaderEpoch, Optional<Uuid> topicId) {
    public StoredPosition {
        if (offset < 0) {
            throw new IllegalArgumentException(offset + " is no offset");
        }
    }
}
