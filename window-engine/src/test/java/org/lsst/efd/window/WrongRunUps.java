package org.lsst.efd.window;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Rules that look right and are not: each is the rule of {@link RecordHighs} with one thing changed. */
final class WrongRunUps {
    private WrongRunUps() {}

    /** All of them by what they do. */
    static Map<String, Function<WindowGrid, RunUp>> all() {
        Map<String, Function<WindowGrid, RunUp>> rules = new LinkedHashMap<>();
        rules.put("tell also what began before the first record", NoSuppression::new);
        rules.put("need the newest record-high", NewestHigh::new);
        rules.put("take every record for a record-high", EveryRecordIsHigh::new);
        rules.put("suppress also what begins at the first record", SuppressionAtFirst::new);
        rules.put("need the first offset in the oldest open window", ObviousRule::new);
        rules.put("need what the oldest window that holds something needs", OldestNonEmpty::new);
        return rules;
    }

    private static final class NoSuppression implements RunUp {
        private final RecordHighs right;

        NoSuppression(WindowGrid grid) {
            right = new RecordHighs(grid, false);
        }

        @Override
        public void see(long offset, long timeMs) {
            right.see(offset, timeMs);
        }

        @Override
        public long neededOffset(long oldestOpenStartMs) {
            return right.neededOffset(oldestOpenStartMs);
        }

        @Override
        public long oldestTrustedStartMs() {
            return Long.MIN_VALUE;
        }
    }

    private static final class NewestHigh implements RunUp {
        private final RecordHighs right;

        NewestHigh(WindowGrid grid) {
            right = new RecordHighs(grid, false);
        }

        @Override
        public void see(long offset, long timeMs) {
            right.see(offset, timeMs);
        }

        @Override
        public long neededOffset(long oldestOpenStartMs) {
            return right.neededOffset(Long.MAX_VALUE);
        }

        @Override
        public long oldestTrustedStartMs() {
            return right.oldestTrustedStartMs();
        }
    }

    private static final class EveryRecordIsHigh implements RunUp {
        private final RecordHighs right;
        private final NavigableMap<Long, Long> timeByOffset = new TreeMap<>();

        EveryRecordIsHigh(WindowGrid grid) {
            right = new RecordHighs(grid, false);
        }

        @Override
        public void see(long offset, long timeMs) {
            right.see(offset, timeMs);
            timeByOffset.put(offset, timeMs);
        }

        @Override
        public long neededOffset(long oldestOpenStartMs) {
            return timeByOffset.descendingMap().entrySet().stream()
                    .filter(record -> record.getValue() <= oldestOpenStartMs)
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse(timeByOffset.firstKey());
        }

        @Override
        public long oldestTrustedStartMs() {
            return right.oldestTrustedStartMs();
        }
    }

    private static final class SuppressionAtFirst implements RunUp {
        private final RecordHighs right;

        SuppressionAtFirst(WindowGrid grid) {
            right = new RecordHighs(grid, false);
        }

        @Override
        public void see(long offset, long timeMs) {
            right.see(offset, timeMs);
        }

        @Override
        public long neededOffset(long oldestOpenStartMs) {
            return right.neededOffset(oldestOpenStartMs);
        }

        @Override
        public long oldestTrustedStartMs() {
            long trusted = right.oldestTrustedStartMs();
            return trusted == Long.MIN_VALUE ? trusted : trusted + 1;
        }
    }

    /** The first record of each window that is open, and the record to come when none is. */
    private static final class FirstRecords {
        private final WindowGrid grid;
        private final NavigableMap<Long, Long> firstOffsetByStart = new TreeMap<>();
        private long lastOffset;

        FirstRecords(WindowGrid grid) {
            this.grid = grid;
        }

        void see(long offset, long timeMs) {
            lastOffset = offset;
            for (long start = grid.earliestStart(timeMs); start <= timeMs; start += grid.advanceMs()) {
                firstOffsetByStart.putIfAbsent(start, offset);
            }
        }
    }

    /** With nothing suppressed: it commits inside the windows it will tell. */
    private static final class ObviousRule implements RunUp {
        private final FirstRecords records;

        ObviousRule(WindowGrid grid) {
            records = new FirstRecords(grid);
        }

        @Override
        public void see(long offset, long timeMs) {
            records.see(offset, timeMs);
        }

        @Override
        public long neededOffset(long oldestOpenStartMs) {
            return records.firstOffsetByStart.tailMap(oldestOpenStartMs).values().stream()
                    .min(Long::compare)
                    .orElse(records.lastOffset + 1);
        }

        @Override
        public long oldestTrustedStartMs() {
            return Long.MIN_VALUE;
        }
    }

    private static final class OldestNonEmpty implements RunUp {
        private final RecordHighs right;
        private final FirstRecords records;

        OldestNonEmpty(WindowGrid grid) {
            right = new RecordHighs(grid, false);
            records = new FirstRecords(grid);
        }

        @Override
        public void see(long offset, long timeMs) {
            right.see(offset, timeMs);
            records.see(offset, timeMs);
        }

        @Override
        public long neededOffset(long oldestOpenStartMs) {
            Long oldest = records.firstOffsetByStart.ceilingKey(oldestOpenStartMs);
            return right.neededOffset(oldest == null ? oldestOpenStartMs : oldest);
        }

        @Override
        public long oldestTrustedStartMs() {
            return right.oldestTrustedStartMs();
        }
    }
}
