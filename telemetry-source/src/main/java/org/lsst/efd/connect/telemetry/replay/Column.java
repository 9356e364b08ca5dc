package org.lsst.efd.connect.telemetry.replay;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The values of one column of a recording by row, kept as primitives: a recording is held in memory as a whole.
 *
 * <p>Filled by one thread, then read by any.
 */
final class Column {
    private final String name;
    private final CellType type;
    private final boolean hasBlanks;
    private final BitSet present = new BitSet();
    private final BitSet truths = new BitSet();
    private final long[] longs;
    private final double[] doubles;
    private final @Nullable String[] texts;

    Column(String name, CellType type, boolean hasBlanks, int rows) {
        this.name = name;
        this.type = type;
        this.hasBlanks = hasBlanks;
        this.longs = new long[type == CellType.LONG ? rows : 0];
        this.doubles = new double[type == CellType.DOUBLE ? rows : 0];
        this.texts = new @Nullable String[type == CellType.STRING ? rows : 0];
    }

    String name() {
        return name;
    }

    CellType type() {
        return type;
    }

    /** Whether a cell is blank, which is null. */
    boolean hasBlanks() {
        return hasBlanks;
    }

    /** Sets the value in a row from its cell. */
    void set(int row, String cell) {
        if (cell.isEmpty()) {
            return;
        }
        present.set(row);
        switch (type) {
            case LONG -> longs[row] = Long.parseLong(cell);
            case DOUBLE -> doubles[row] = CellType.parseDouble(cell);
            case BOOLEAN -> truths.set(row, Boolean.parseBoolean(cell));
            case STRING -> texts[row] = cell;
        }
    }

    /** The value in a row; null where the cell is blank. */
    @Nullable
    Object at(int row) {
        if (!present.get(row)) {
            return null;
        }
        return switch (type) {
            case LONG -> (Object) longs[row];
            case DOUBLE -> doubles[row];
            case BOOLEAN -> truths.get(row);
            case STRING -> texts[row];
        };
    }
}
