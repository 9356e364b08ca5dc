package org.lsst.efd.benchmarks.replication;

import java.util.List;
import org.lsst.efd.benchmarks.harness.Workload;
import org.lsst.efd.quickstart.connect.ConnectRest;

/** The time from the start of a connector over many topics to its first record, or to one of each topic. */
final class StartWorkload implements Workload {
    private final Load load;
    private final WorkerCopier copier;
    private final String prefix = "run" + System.currentTimeMillis() + ".";
    private final Arrivals arrivals;
    private final ConnectRest rest;
    private final long wanted;
    private boolean isWarm;

    StartWorkload(Load load, WorkerCopier copier, long wanted) throws Exception {
        this.load = load;
        this.copier = copier;
        this.wanted = wanted;
        load.prepare();
        List<String> targets =
                load.topicNames().stream().map(name -> prefix + name).toList();
        this.arrivals = new Arrivals(targets);
        this.rest = copier.startWorker(prefix);
    }

    @Override
    public Volume run() throws Exception {
        if (!isWarm) {
            isWarm = true;
            return new Volume(0, 0);
        }
        copier.start(rest, load, prefix);
        arrivals.awaitTopics(wanted);
        return new Volume(1, 1);
    }

    @Override
    public boolean hasMore() {
        return false;
    }

    @Override
    public void stop() throws Exception {
        copier.end();
        arrivals.close();
    }
}
