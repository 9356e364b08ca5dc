package org.lsst.efd.connect.replication.target;

import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.zip.CRC32;

/** To which partition of the target topic a record goes. */
public enum PartitionMapping {
    /** The one it has at the source. */
    PRESERVE,
    /** That modulo the number of partitions at the target: the order of a source partition is kept. */
    MODULO,
    /** The one that the producer finds for the bytes of the key. */
    KEY,
    /** One for each source partition, spread evenly over the target by topic and partition. */
    SPREAD;

    /**
     * The target partition for all records of a source partition; empty where each record decides by its key.
     *
     * @param count partitions of the target
     */
    public OptionalInt of(String sourceTopic, int sourcePartition, int count) {
        return switch (this) {
            case PRESERVE -> OptionalInt.of(sourcePartition);
            case MODULO -> OptionalInt.of(sourcePartition % count);
            case KEY -> OptionalInt.empty();
            case SPREAD -> OptionalInt.of((int) (hash(sourceTopic, sourcePartition) % count));
        };
    }

    private static long hash(String topic, int partition) {
        CRC32 crc = new CRC32();
        crc.update((topic + "/" + partition).getBytes(StandardCharsets.UTF_8));
        return crc.getValue();
    }
}
