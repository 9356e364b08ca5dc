package org.lsst.efd.connect.common.errors;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Which items of a batch to try next: all of them, and after a refusal ever smaller parts, in the order of the items.
 *
 * <p>Made for stores that refuse a batch as a whole. One bad item among n costs at most {@code 2 log2(n) + 1} attempts, or
 * four where the store tells which it was. Where many are bad, blocks are cheaper than halves. Not thread-safe.
 */
public final class Bisection {
    private static final int BLOCK = 64;
    private static final double MANY = 0.2;

    /**
     * Consecutive items of a batch.
     *
     * @param begin first item
     * @param end item after the last
     */
    public record Range(int begin, int end) {
        public int count() {
            return end - begin;
        }
    }

    private final Deque<Range> ranges = new ArrayDeque<>();
    private int bad;
    private int settled;

    /** Begins with a batch of so many items. */
    public Bisection(int items) {
        this(items, List.of());
    }

    /**
     * Begins with a batch in parts.
     *
     * @param cuts where a part ends and the next one begins, ascending, each above 0 and below the number of items
     */
    public Bisection(int items, List<Integer> cuts) {
        int end = items;
        for (int i = cuts.size() - 1; i >= 0; i--) {
            ranges.push(new Range(cuts.get(i), end));
            end = cuts.get(i);
        }
        if (end > 0) {
            ranges.push(new Range(0, end));
        }
    }

    /** Whether every item is settled. */
    public boolean isDone() {
        return ranges.isEmpty();
    }

    /** The items to try next; they stay next until they are settled or split. */
    public Range next() {
        return ranges.element();
    }

    /** The next items are done with. */
    public void settled(boolean isBad) {
        int items = ranges.pop().count();
        settled += items;
        bad += isBad ? items : 0;
    }

    /** The next items were refused together: they are tried in parts. */
    public void refused() {
        Range range = ranges.element();
        if (range.count() > BLOCK && bad > MANY * settled) {
            ranges.pop();
            for (int begin = range.begin() + (range.count() - 1) / BLOCK * BLOCK;
                    begin >= range.begin();
                    begin -= BLOCK) {
                ranges.push(new Range(begin, Math.min(begin + BLOCK, range.end())));
            }
        } else {
            halve();
        }
    }

    /**
     * The next items were refused because of one of them, as the store says: those before it, itself and those behind it
     * are tried.
     *
     * @param index of that item among the next ones; one that cannot be is no better than none
     */
    public void refusedAt(int index) {
        Range range = ranges.element();
        if (index < 0 || index >= range.count()) {
            refused();
            return;
        }
        ranges.pop();
        int item = range.begin() + index;
        pushUnlessEmpty(item + 1, range.end());
        pushUnlessEmpty(item, item + 1);
        pushUnlessEmpty(range.begin(), item);
    }

    private void pushUnlessEmpty(int begin, int end) {
        if (begin < end) {
            ranges.push(new Range(begin, end));
        }
    }

    /** The next items are tried as two halves. */
    public void halve() {
        Range range = ranges.pop();
        int middle = range.begin() + range.count() / 2;
        ranges.push(new Range(middle, range.end()));
        ranges.push(new Range(range.begin(), middle));
    }
}
