package org.lsst.efd.connect.parquet.lanes;

import java.io.IOException;

/** A step of a lane on a writer thread. It may be run again after it failed, and then goes on where it failed. */
interface Job {
    /**
     * Runs, or goes on.
     *
     * @throws IOException if the store, or the local disk, did not take it
     */
    void run() throws IOException;

    /** The lane ended before the job ran to its end: frees what it holds. */
    default void dropped() {}

    /** What it does, for messages. */
    @Override
    String toString();
}
