package org.lsst.efd.connect.parquet.lanes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.parquet.paths.FilePath;

/** The lanes of one partition, and its clock of event time. Task thread only. */
final class PartitionLanes {
    private final TopicPartition partition;
    private final Map<LaneKey, Lane> lanes = new HashMap<>();
    private final List<Map<String, Integer>> openValues = new ArrayList<>();
    private @Nullable Lane last;
    private long clockNs = Long.MIN_VALUE;
    private long nextEndNs = Long.MAX_VALUE;

    PartitionLanes(TopicPartition partition) {
        this.partition = partition;
    }

    TopicPartition partition() {
        return partition;
    }

    Collection<Lane> all() {
        return lanes.values();
    }

    /** The lane of a directory and schema, if there is one. */
    @Nullable
    Lane find(String directory, String fingerprint) {
        Lane recent = last;
        if (recent != null
                && recent.key().directory().equals(directory)
                && recent.key().fingerprint().equals(fingerprint)) {
            return recent;
        }
        Lane found = lanes.get(new LaneKey(partition, directory, fingerprint));
        last = found == null ? last : found;
        return found;
    }

    void add(Lane lane) {
        lanes.put(lane.key(), lane);
        last = lane;
    }

    void remove(Lane lane) {
        lanes.remove(lane.key());
        last = null;
    }

    /** Takes note of a file that opens. */
    void opened(OpenFile file) {
        forValues(file.path(), (counts, value) -> counts.merge(value, 1, Integer::sum));
        if (!file.isOpenedLate()) {
            nextEndNs = Math.min(nextEndNs, file.path().untilNs());
        }
    }

    void ended(OpenFile file) {
        forValues(file.path(), (counts, value) -> counts.computeIfPresent(value, (v, n) -> n == 1 ? null : n - 1));
    }

    @FunctionalInterface
    private interface ValueCount {
        void change(Map<String, Integer> counts, String value);
    }

    private void forValues(FilePath path, ValueCount count) {
        List<String> values = path.values();
        for (int i = 0; i < values.size(); i++) {
            if (openValues.size() == i) {
                openValues.add(new HashMap<>());
            }
            count.change(openValues.get(i), values.get(i));
        }
    }

    /**
     * Refuses a path that brings one value too many.
     *
     * @throws DataException if as many values of a part of the template have open files as may
     */
    void checkValues(FilePath path, int max) {
        for (int i = 0; i < Math.min(path.values().size(), openValues.size()); i++) {
            Map<String, Integer> open = openValues.get(i);
            if (open.size() >= max && !open.containsKey(path.values().get(i))) {
                throw new DataException("files of " + max + " values of part " + (i + 1)
                        + " of path.template are open already; path.field.max admits no more, for a field of many values makes "
                        + "many small files");
            }
        }
    }

    /** Event time goes on; true if it passed the end of a date of an open file by as much as is allowed. */
    boolean advance(long timeNs, long lateNs) {
        if (timeNs <= clockNs) {
            return false;
        }
        clockNs = timeNs;
        return isPast(nextEndNs, lateNs);
    }

    boolean isPast(long endNs, long lateNs) {
        return endNs != Long.MAX_VALUE && lateNs != RotationRules.NEVER && clockNs - lateNs >= endNs;
    }

    /** The lanes whose date is over. */
    List<Lane> takeLate(long lateNs) {
        List<Lane> late = new ArrayList<>();
        nextEndNs = Long.MAX_VALUE;
        for (Lane lane : lanes.values()) {
            OpenFile file = lane.open();
            if (file != null && !file.isOpenedLate()) {
                if (lane.isTold() && isPast(file.path().untilNs(), lateNs)) {
                    late.add(lane);
                } else {
                    nextEndNs = Math.min(nextEndNs, file.path().untilNs());
                }
            }
        }
        return late;
    }
}
