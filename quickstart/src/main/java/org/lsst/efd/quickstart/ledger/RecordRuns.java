package org.lsst.efd.quickstart.ledger;

import java.util.Map;
import java.util.TreeMap;

/**
 * How many records of one partition stand before an offset. Offsets have holes (transaction markers take one each), so
 * they are no counts: what is kept is the beginning of each run of offsets without a hole. Not thread-safe.
 */
final class RecordRuns {
    /** About two hours of five transactions a second; what is older is counted as if it had no holes. */
    private static final int MAX_RUNS = 40_000;

    private final TreeMap<Long, Long> recordsBeforeRun = new TreeMap<>();
    private long records;
    private long next = -1;

    /** Counts the record at this offset; offsets only grow. */
    void add(long offset) {
        if (offset != next) {
            recordsBeforeRun.put(offset, records);
            if (recordsBeforeRun.size() > MAX_RUNS) {
                recordsBeforeRun.pollFirstEntry();
            }
        }
        records++;
        next = offset + 1;
    }

    /** All records so far. */
    long records() {
        return records;
    }

    /** The records whose offsets are smaller than this one. */
    long before(long offset) {
        Map.Entry<Long, Long> run = recordsBeforeRun.lowerEntry(offset);
        if (run == null) {
            return 0;
        }
        Map.Entry<Long, Long> following = recordsBeforeRun.higherEntry(run.getKey());
        long end = following == null ? records : following.getValue();
        return Math.min(run.getValue() + offset - run.getKey(), end);
    }
}
