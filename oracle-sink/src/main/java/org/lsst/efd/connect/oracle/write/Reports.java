package org.lsst.efd.connect.oracle.write;

import java.util.List;

/** Where the writer brings rows that the database refuses. */
@FunctionalInterface
interface Reports {
    /**
     * Has rows reported and waits until the reports are durable.
     *
     * @throws InterruptedException if the writer is to stop before they are
     */
    void report(List<Rejected> rejected) throws InterruptedException;
}
