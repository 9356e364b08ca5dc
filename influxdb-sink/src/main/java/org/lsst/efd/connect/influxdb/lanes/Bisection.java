package org.lsst.efd.connect.influxdb.lanes;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Which lines of a batch to send next: all of them, and after a refusal ever smaller parts, in the order of the lines.
 *
 * <p>A server may have stored none, some or all lines of a refused request, so every one of them is sent again; that
 * does no harm. One bad line among n costs at most {@code 2 log2(n) + 1} requests. Where many lines are bad, blocks are
 * cheaper than halves. Not thread-safe.
 */
final class Bisection {
    private static final int BLOCK = 64;
    private static final double MANY = 0.2;

    private final Deque<LineRange> ranges = new ArrayDeque<>();
    private int bad;
    private int settled;

    /** Begins with a batch of so many lines. */
    Bisection(int lines) {
        if (lines > 0) {
            ranges.push(new LineRange(0, lines));
        }
    }

    boolean isDone() {
        return ranges.isEmpty();
    }

    /** The lines to send next; they stay next until they are settled or split. */
    LineRange next() {
        return ranges.element();
    }

    /** The next lines are done with. */
    void settled(boolean isBad) {
        int lines = ranges.pop().count();
        settled += lines;
        bad += isBad ? lines : 0;
    }

    /** The next lines were refused together: they are sent in parts. */
    void refused() {
        LineRange range = ranges.element();
        if (range.count() > BLOCK && bad > MANY * settled) {
            ranges.pop();
            for (int begin = range.begin() + (range.count() - 1) / BLOCK * BLOCK;
                    begin >= range.begin();
                    begin -= BLOCK) {
                ranges.push(new LineRange(begin, Math.min(begin + BLOCK, range.end())));
            }
        } else {
            halve();
        }
    }

    /** The next lines are sent as two halves. */
    void halve() {
        LineRange range = ranges.pop();
        int middle = range.begin() + range.count() / 2;
        ranges.push(new LineRange(middle, range.end()));
        ranges.push(new LineRange(range.begin(), middle));
    }
}
