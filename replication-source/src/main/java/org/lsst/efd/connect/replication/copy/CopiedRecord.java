package org.lsst.efd.connect.replication.copy;

import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.replication.offset.Position;

/**
 * A record for the target. It equals nothing but itself, so that the hash map in which Connect keeps the records of a
 * transaction does not look at its headers and schemas.
 */
final class CopiedRecord extends SourceRecord {
    private final int dataBytes;

    CopiedRecord(
            Map<String, Object> sourcePartition,
            Position position,
            String topic,
            @Nullable Integer partition,
            @Nullable Schema keySchema,
            @Nullable Object key,
            @Nullable Schema valueSchema,
            @Nullable Object value,
            @Nullable Long timestamp,
            ConnectHeaders headers) {
        super(sourcePartition, position, topic, partition, keySchema, key, valueSchema, value, timestamp, headers);
        this.dataBytes = lengthOf(key) + lengthOf(value);
    }

    /** Bytes of a key or a value; 0 of what is decoded. */
    static int lengthOf(@Nullable Object data) {
        return data instanceof byte[] bytes ? bytes.length : 0;
    }

    /** Bytes of key and value, which need not be looked at for it. */
    int dataBytes() {
        return dataBytes;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return 31 * sourcePartition().hashCode() + Long.hashCode(((Position) sourceOffset()).offset());
    }
}
