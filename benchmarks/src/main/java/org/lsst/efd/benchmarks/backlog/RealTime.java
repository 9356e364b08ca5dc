package org.lsst.efd.benchmarks.backlog;

import org.lsst.efd.benchmarks.harness.Workload;

/** The rate at which the records were made: waits as long as they took. */
final class RealTime implements Workload {
    @Override
    public Volume run() throws InterruptedException {
        Thread.sleep(1_000);
        return Backlog.volume(1);
    }
}
