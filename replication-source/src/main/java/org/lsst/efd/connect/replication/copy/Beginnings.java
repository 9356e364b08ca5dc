package org.lsst.efd.connect.replication.copy;

/**
 * Lets so many partitions begin in one batch. Before its first record for a topic the producer asks the cluster for the topic's
 * partitions, for one topic after the other, and a batch is a transaction, which the cluster ends when it takes too long
 * ({@code transaction.timeout.ms}, a minute). Not thread-safe.
 */
final class Beginnings {
    static final int MAX_IN_BATCH = 100;

    private int left = MAX_IN_BATCH;

    /** Another batch begins. */
    void nextBatch() {
        left = MAX_IN_BATCH;
    }

    /** Whether one more partition may begin in this batch; it counts as begun then. */
    boolean mayBegin() {
        if (left == 0) {
            return false;
        }
        left--;
        return true;
    }
}
