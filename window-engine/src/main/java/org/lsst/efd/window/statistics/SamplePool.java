package org.lsst.efd.window.statistics;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arrays in which a task keeps samples: a budget for all of them, and a stock of those that are free.
 *
 * <p>Lengths come in sizes, four between a power of two and the next, so that an array that a closed window gave back
 * fits the next window. What is in use and what is in stock never exceed the budget together. Not thread-safe: one task,
 * one pool.
 */
public final class SamplePool {
    private static final int SMALLEST = 16;
    private static final int LARGEST = 1 << 30;
    private static final int SIZES_PER_OCTAVE = 4;

    private final long maxBytes;
    /** Free arrays by the rank of their size. */
    private final List<ArrayDeque<double[]>> stock = new ArrayList<>();

    private long usedBytes;
    private long stockBytes;

    /** A pool that hands out arrays of at most so many bytes in all. */
    public SamplePool(long maxBytes) {
        if (maxBytes < 0) {
            throw new IllegalArgumentException("a pool cannot hold " + maxBytes + " bytes");
        }
        this.maxBytes = maxBytes;
        for (int i = 0; i <= rankOf(LARGEST); i++) {
            stock.add(new ArrayDeque<>());
        }
    }

    /** An array of at least {@code length} elements with any contents, or null if the budget does not allow it. */
    double @Nullable [] take(int length) {
        if (length > LARGEST) {
            return null;
        }
        int rank = rankOf(length);
        double[] free = stock.get(rank).pollLast();
        if (free != null) {
            stockBytes -= bytes(free);
            usedBytes += bytes(free);
            return free;
        }
        int size = sizeOf(rank);
        long wanted = (long) Double.BYTES * size;
        if (wanted > maxBytes - usedBytes - stockBytes) {
            dropStock();
        }
        if (wanted > maxBytes - usedBytes) {
            return null;
        }
        usedBytes += wanted;
        return new double[size];
    }

    /** Takes back an array that {@link #take} gave; nobody else may use it any more. */
    void giveBack(double[] array) {
        usedBytes -= bytes(array);
        stockBytes += bytes(array);
        stock.get(rankOf(array.length)).addLast(array);
    }

    private void dropStock() {
        stock.forEach(ArrayDeque::clear);
        stockBytes = 0;
    }

    /** Bytes of the samples in open windows. */
    public long usedBytes() {
        return usedBytes;
    }

    /** The rank of the smallest size that holds so many elements: the three leading bits of one less, and their place. */
    private static int rankOf(int length) {
        int last = Math.max(SMALLEST, length) - 1;
        int shift = leadingShift(last);
        return SIZES_PER_OCTAVE * shift + (last >> shift);
    }

    private static int leadingShift(int last) {
        return Integer.SIZE - 3 - Integer.numberOfLeadingZeros(last);
    }

    private static int sizeOf(int rank) {
        int shift = rank / SIZES_PER_OCTAVE - 1;
        return (rank - SIZES_PER_OCTAVE * shift + 1) << shift;
    }

    private static long bytes(double[] array) {
        return (long) Double.BYTES * array.length;
    }
}
