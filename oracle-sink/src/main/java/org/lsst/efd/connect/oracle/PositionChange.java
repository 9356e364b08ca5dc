package org.lsst.efd.connect.oracle;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.oracle.write.StoredPositions;

/** Positions that a person changes while the connector is stopped. */
final class PositionChange {
    private final OracleSinkConfig config;

    PositionChange(OracleSinkConfig config) {
        this.config = config;
    }

    void apply(Map<TopicPartition, @Nullable Long> offsets) {
        if (!config.isExactlyOnce()) {
            return;
        }
        Map<TopicPartition, Optional<Long>> wanted = new HashMap<>();
        offsets.forEach((partition, offset) -> wanted.put(partition, Optional.ofNullable(offset)));
        StoredPositions.alter(config.writer(), wanted);
    }
}
