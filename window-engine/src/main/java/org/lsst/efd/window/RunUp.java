package org.lsst.efd.window;

/**
 * From where a partition must be read again after a crash, and which windows such a replay must not touch.
 *
 * <p>An interface only so that tests can prove that other rules are wrong.
 */
interface RunUp {
    /** Takes note of a record, before it is added to any window. */
    void see(long offset, long timeMs);

    /**
     * The offset from which a replay rebuilds every window that is not yet closed.
     *
     * @param oldestOpenStartMs start of the oldest window not yet closed, whether or not it holds a record
     */
    long neededOffset(long oldestOpenStartMs);

    /** Start of the oldest window that may be told: earlier ones began before the first record seen. */
    long oldestTrustedStartMs();
}
