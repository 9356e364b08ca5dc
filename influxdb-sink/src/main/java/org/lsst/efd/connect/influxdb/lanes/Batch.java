package org.lsst.efd.connect.influxdb.lanes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.lsst.efd.connect.common.custody.CustodyBatch;
import org.lsst.efd.connect.common.errors.Bisection;
import org.lsst.efd.connect.common.sink.OutgoingRecord;
import org.lsst.efd.connect.influxdb.line.LineBuffer;

/**
 * Lines that travel together, with the records they came from. Not thread-safe: it belongs to the lane's lock while it
 * is filled and to the sender afterwards.
 */
final class Batch {
    private final LineBuffer lines;
    private final CustodyBatch custody;
    private final long openedNs;
    private final List<Line> entries = new ArrayList<>();

    /** An empty batch over an empty buffer, opened at this {@link System#nanoTime}. */
    Batch(LineBuffer lines, CustodyBatch custody, long openedNs) {
        this.lines = lines;
        this.custody = custody;
        this.openedNs = openedNs;
    }

    /** A line and what became of it. */
    private static final class Line {
        private final OutgoingRecord record;
        private int end;
        private boolean isSettled;

        Line(OutgoingRecord record, int end) {
            this.record = record;
            this.end = end;
        }
    }

    LineBuffer buffer() {
        return lines;
    }

    CustodyBatch custody() {
        return custody;
    }

    long openedNs() {
        return openedNs;
    }

    /** The buffer holds one more line, of this record; holding both costs so many bytes. */
    void add(OutgoingRecord record, long retainedBytes) {
        custody.add(record, retainedBytes);
        entries.add(new Line(record, lines.size()));
    }

    /** How many lines it has. */
    int count() {
        return entries.size();
    }

    OutgoingRecord record(int line) {
        return entries.get(line).record;
    }

    /** Where a line begins; for the count of lines, where the last one ends. */
    int start(int line) {
        return line == 0 ? 0 : entries.get(line - 1).end;
    }

    /** How many bytes the lines of a range have. */
    int bytes(Bisection.Range range) {
        return start(range.end()) - start(range.begin());
    }

    /** Lines that overwrite each other have the same. */
    long pointHash(int line) {
        return lines.pointHash(start(line), start(line + 1));
    }

    /** A line on its way to another place. */
    private record Move(int number, int begin, int end, Line line) {}

    /** Puts the lines into the order of these numbers, one for each; those of equal number keep their order. */
    void sort(int[] numbers) {
        byte[] before = Arrays.copyOf(lines.array(), lines.size());
        List<Move> moves = new ArrayList<>(count());
        for (int line = 0; line < count(); line++) {
            moves.add(new Move(numbers[line], start(line), start(line + 1), entries.get(line)));
        }
        moves.sort(Comparator.comparingInt(Move::number));
        entries.clear();
        int size = 0;
        for (Move move : moves) {
            int length = move.end - move.begin;
            System.arraycopy(before, move.begin, lines.array(), size, length);
            size += length;
            move.line.end = size;
            entries.add(move.line);
        }
    }

    /** The line is stored, or known to be bad: it is not sent again. */
    void settle(int line) {
        entries.get(line).isSettled = true;
    }

    /** Takes out the lines that are settled and those whose record is not wanted; the others keep their order. */
    void keep(Predicate<OutgoingRecord> isWanted) {
        byte[] bytes = lines.array();
        int from = 0;
        int size = 0;
        List<Line> kept = new ArrayList<>(entries.size());
        for (Line line : entries) {
            int length = line.end - from;
            if (!line.isSettled && isWanted.test(line.record)) {
                System.arraycopy(bytes, from, bytes, size, length);
                size += length;
                kept.add(line);
            }
            from = line.end;
            line.end = size;
        }
        lines.truncate(size);
        entries.clear();
        entries.addAll(kept);
    }
}
