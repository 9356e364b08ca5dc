package org.lsst.efd.connect.parquet.rows;

import java.util.Arrays;

/**
 * The values of one leaf of many rows, with the repetition and definition levels of Dremel (Melnik et al., 2010).
 *
 * <ol>
 *   <li>An entry is a value, or the place of one that is missing. Each row has at least one entry in each column.
 *   <li>Levels are stored only from the first entry that is no plain value on: a column without lists and nulls is
 *       nothing but its array of values.
 *   <li>Only the last rows can be taken back ({@link #truncate}), and the first ones dropped ({@link #dropFirst}).
 * </ol>
 *
 * <p>Not thread-safe.
 */
public abstract sealed class LeafColumn
        permits IntColumn, LongColumn, FloatColumn, DoubleColumn, BooleanColumn, BytesColumn {
    /** Bits of a level byte that hold the definition level. */
    static final int DEF_BITS = 5;

    static final int MAX_DEF = (1 << DEF_BITS) - 1;
    static final int MAX_REP = 7;
    static final int FIRST_CAPACITY = 4;

    private static final byte[] ALL_PLAIN = {};
    private static final long OBJECT_BYTES = 88;
    private static final int DOUBLE_UNTIL = 1024;

    final int maxRep;
    final int maxDef;
    private final HeapMeter meter;
    private byte[] levels = ALL_PLAIN;
    private int entries;
    private int rows;
    int values;

    LeafColumn(int maxRep, int maxDef, HeapMeter meter) {
        this.maxRep = maxRep;
        this.maxDef = maxDef;
        this.meter = meter;
        meter.add(OBJECT_BYTES);
        if (maxRep > 0) {
            levels = new byte[FIRST_CAPACITY];
            meter.add(FIRST_CAPACITY);
        }
    }

    /** Entries, missing ones included. */
    public final int entries() {
        return entries;
    }

    /** Rows that have begun. */
    public final int rows() {
        return rows;
    }

    /** Values that are there. */
    public final int values() {
        return values;
    }

    /** Whether every entry is a value of its own row. */
    public final boolean isPlain() {
        return levels.length == 0;
    }

    /** Definition level of an entry. */
    public final int def(int entry) {
        return levels.length == 0 ? maxDef : levels[entry] & MAX_DEF;
    }

    /** Repetition level of an entry; 0 begins a row. */
    public final int rep(int entry) {
        return levels.length == 0 ? 0 : (levels[entry] & 0xff) >>> DEF_BITS;
    }

    /** The definition level of a value. */
    public final int maxDef() {
        return maxDef;
    }

    /** Adds the place of a missing value. */
    final void addMissing(int rep, int def) {
        if (levels.length == 0) {
            storeLevels();
        }
        level(rep, def);
    }

    /** To be called with each value that is added. */
    final void present(int rep) {
        if (levels.length == 0) {
            entries++;
            rows++;
        } else {
            level(rep, maxDef);
        }
    }

    private void level(int rep, int def) {
        if (entries == levels.length) {
            levels = Arrays.copyOf(levels, grown(entries, 1));
        }
        levels[entries++] = (byte) ((rep << DEF_BITS) | def);
        if (rep == 0) {
            rows++;
        }
    }

    private void storeLevels() {
        levels = new byte[Math.max(FIRST_CAPACITY, grown(entries, 1))];
        Arrays.fill(levels, 0, entries, (byte) maxDef);
    }

    /** A larger capacity, which is counted; {@code bytesEach} is the size of an element. */
    final int grown(int capacity, int bytesEach) {
        int more = capacity < DOUBLE_UNTIL ? Math.max(FIRST_CAPACITY, capacity) : capacity / 2;
        int larger = Math.addExact(capacity, more);
        meter.add((long) (larger - capacity) * bytesEach);
        return larger;
    }

    /** Makes room so that {@code count} more elements fit, at least; counted as {@link #grown}. */
    final int grownFor(int used, int capacity, int count, int bytesEach) {
        int larger = capacity;
        while (larger - used < count) {
            larger = grown(larger, bytesEach);
        }
        return larger;
    }

    /** Takes back what was added after the first {@code keptRows} rows. */
    final void truncate(int keptRows) {
        while (rows > keptRows) {
            entries--;
            if (def(entries) == maxDef) {
                values--;
            }
            if (rep(entries) == 0) {
                rows--;
            }
        }
        truncated();
    }

    /** Drops the first rows. */
    final void dropFirst(int droppedRows) {
        int at = 0;
        int droppedValues = 0;
        for (int begun = 0; at < entries; at++) {
            if (rep(at) == 0 && begun++ == droppedRows) {
                break;
            }
            if (def(at) == maxDef) {
                droppedValues++;
            }
        }
        if (levels.length > 0) {
            System.arraycopy(levels, at, levels, 0, entries - at);
        }
        entries -= at;
        rows -= droppedRows;
        dropFirstValues(droppedValues);
        values -= droppedValues;
    }

    /** Moves the values behind the first {@code count} to the begin. */
    abstract void dropFirstValues(int count);

    /** Called when values were taken back. */
    void truncated() {}
}
