package org.lsst.efd.connect.parquet.paths;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.sink.OutgoingRecord;

/**
 * The directory of a record: most go where the one before of their partition went, which is told by comparing times alone.
 * Not thread-safe.
 */
public final class PathOfRecord {
    private static final int KEPT_PARTITIONS = 20_000;

    private final PathTemplate template;
    private final Map<TopicPartition, Recent> recent = new HashMap<>();
    private @Nullable Recent last;

    private record Recent(TopicPartition partition, String topic, FilePath path) {
        boolean isOf(OutgoingRecord record, long timeNs) {
            return path.covers(timeNs)
                    && partition.equals(record.partition())
                    && topic.equals(record.record().topic());
        }
    }

    /** Directories of this template. */
    public PathOfRecord(PathTemplate template) {
        this.template = template;
    }

    /** Whether event time leads to the directory. */
    public boolean usesTime() {
        return template.usesTime();
    }

    /**
     * The directory of a record.
     *
     * @throws org.apache.kafka.connect.errors.DataException if a value in the path is neither text, number nor boolean
     */
    public FilePath of(OutgoingRecord record, long timeNs) {
        if (!template.isSameForAllValues()) {
            return template.expand(record.record(), timeNs);
        }
        Recent known = last;
        if (known == null || !known.isOf(record, timeNs)) {
            known = recent.get(record.partition());
            if (known == null || !known.isOf(record, timeNs)) {
                known = new Recent(
                        record.partition(), record.record().topic(), template.expand(record.record(), timeNs));
                if (recent.size() >= KEPT_PARTITIONS) {
                    recent.clear();
                }
                recent.put(record.partition(), known);
            }
            last = known;
        }
        return known.path();
    }
}
