package org.lsst.efd.window.statistics;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arrays in which a task keeps samples: a budget for all of them, and a stock of those that are free.
 *
 * <p>Arrays have a power of two as length, so that one that a closed window gave back fits the next window. What is in
 * use and what is in stock never exceed the budget together. Not thread-safe: one task, one pool.
 */
public final class SamplePool {
    private static final int SMALLEST = 16;

    private final long maxBytes;
    /** Free arrays by the logarithm of their length. */
    private final List<ArrayDeque<double[]>> stock = new ArrayList<>();

    private long usedBytes;
    private long stockBytes;

    /** A pool that hands out arrays of at most so many bytes in all. */
    public SamplePool(long maxBytes) {
        if (maxBytes < 0) {
            throw new IllegalArgumentException("a pool cannot hold " + maxBytes + " bytes");
        }
        this.maxBytes = maxBytes;
        for (int i = 0; i < Integer.SIZE; i++) {
            stock.add(new ArrayDeque<>());
        }
    }

    /** An array of at least {@code length} elements with any contents, or null if the budget does not allow it. */
    double @Nullable [] take(int length) {
        int rank = rankOf(length);
        double[] free = stock.get(rank).pollLast();
        if (free != null) {
            stockBytes -= bytes(free);
            usedBytes += bytes(free);
            return free;
        }
        long wanted = (long) Double.BYTES << rank;
        if (wanted > maxBytes - usedBytes - stockBytes) {
            dropStock();
        }
        if (rank > 30 || wanted > maxBytes - usedBytes) {
            return null;
        }
        usedBytes += wanted;
        return new double[1 << rank];
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

    private static int rankOf(int length) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(SMALLEST, length) - 1);
    }

    private static long bytes(double[] array) {
        return (long) Double.BYTES * array.length;
    }
}
