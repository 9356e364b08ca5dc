package org.lsst.efd.window.statistics;

/**
 * Sorts doubles by a merge sort whose inner step has no branch that the processor could guess wrong.
 *
 * <p>Doubles become integers of the same order. Runs of four are sorted by a network of minima and maxima; runs are
 * merged from both ends at once, which needs no test for the end of a run and gives the processor two chains of steps
 * that do not wait for each other. Values that are in order already, as those of a constant signal, cost one look at each.
 *
 * <p>−0 comes before 0. Scratch space grows with the largest sample and stays. Not thread-safe.
 */
final class SampleSort {
    private static final int RUN = 4;

    private long[] keys = {};
    private long[] scratch = {};

    /** Sorts the first {@code count} values, none of them NaN, in place. */
    void sort(double[] values, int count) {
        if (isAscending(values, count)) {
            return;
        }
        if (keys.length < count) {
            keys = new long[count];
            scratch = new long[count];
        }
        sortRuns(values, count);
        long[] sorted = mergeRuns(count);
        for (int i = 0; i < count; i++) {
            values[i] = valueOf(sorted[i]);
        }
    }

    private static boolean isAscending(double[] values, int count) {
        for (int i = 1; i < count; i++) {
            if (keyOf(values[i]) < keyOf(values[i - 1])) {
                return false;
            }
        }
        return true;
    }

    private void sortRuns(double[] values, int count) {
        int whole = count - count % RUN;
        for (int i = 0; i < whole; i += RUN) {
            long a = keyOf(values[i]);
            long b = keyOf(values[i + 1]);
            long c = keyOf(values[i + 2]);
            long d = keyOf(values[i + 3]);
            long lowOfFirst = Math.min(a, b);
            long highOfFirst = Math.max(a, b);
            long lowOfSecond = Math.min(c, d);
            long highOfSecond = Math.max(c, d);
            long oneMiddle = Math.max(lowOfFirst, lowOfSecond);
            long otherMiddle = Math.min(highOfFirst, highOfSecond);
            keys[i] = Math.min(lowOfFirst, lowOfSecond);
            keys[i + 1] = Math.min(oneMiddle, otherMiddle);
            keys[i + 2] = Math.max(oneMiddle, otherMiddle);
            keys[i + 3] = Math.max(highOfFirst, highOfSecond);
        }
        for (int i = whole; i < count; i++) {
            long key = keyOf(values[i]);
            int place = i;
            while (place > whole && keys[place - 1] > key) {
                keys[place] = keys[place - 1];
                place--;
            }
            keys[place] = key;
        }
    }

    /** Merges neighbours until one run is left, and says where it is. */
    private long[] mergeRuns(int count) {
        long[] from = keys;
        long[] to = scratch;
        for (int length = RUN; length < count; length *= 2) {
            for (int begin = 0; begin < count; begin += 2 * length) {
                int middle = Math.min(begin + length, count);
                int end = Math.min(middle + length, count);
                merge(from, begin, middle, end, to);
            }
            long[] merged = to;
            to = from;
            from = merged;
        }
        return from;
    }

    /**
     * Merges the runs [begin, middle) and [middle, end), the second not longer than the first. As many steps as the
     * shorter run is long can be taken from each end without reaching the end of a run.
     */
    private static void merge(long[] from, int begin, int middle, int end, long[] to) {
        int left = begin;
        int right = middle;
        int leftLast = middle - 1;
        int rightLast = end - 1;
        int low = begin;
        int high = end - 1;
        for (int step = end - middle; step > 0; step--) {
            long leftKey = from[left];
            long rightKey = from[right];
            int fromRight = rightKey < leftKey ? 1 : 0;
            to[low++] = rightKey < leftKey ? rightKey : leftKey;
            right += fromRight;
            left += 1 - fromRight;
            long leftEnd = from[leftLast];
            long rightEnd = from[rightLast];
            int toLeft = rightEnd < leftEnd ? 1 : 0;
            to[high--] = rightEnd < leftEnd ? leftEnd : rightEnd;
            leftLast -= toLeft;
            rightLast -= 1 - toLeft;
        }
        while (low <= high) {
            boolean isRight = left > leftLast || (right <= rightLast && from[right] < from[left]);
            to[low++] = isRight ? from[right++] : from[left++];
        }
    }

    /** An integer that is ordered as the double is: the bits of a negative one are turned over. */
    private static long keyOf(double value) {
        long bits = Double.doubleToRawLongBits(value);
        return bits ^ ((bits >> 63) & Long.MAX_VALUE);
    }

    private static double valueOf(long key) {
        return Double.longBitsToDouble(key ^ ((key >> 63) & Long.MAX_VALUE));
    }
}
