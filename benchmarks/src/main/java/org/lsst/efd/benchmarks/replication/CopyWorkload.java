package org.lsst.efd.benchmarks.replication;

import java.util.List;
import org.lsst.efd.benchmarks.harness.Workload;

/** A copy of all records of a load; the first third warms up, the rest is measured. */
final class CopyWorkload implements Workload {
    private final Load load;
    private final Copier copier;
    private final Arrivals arrivals;
    private boolean isWarm;

    /** Who copies, from the topics of the load to the same names behind a prefix. */
    interface Copier {
        void begin(Load load, String targetPrefix) throws Exception;

        void end() throws Exception;
    }

    CopyWorkload(Load load, Copier copier) throws Exception {
        this.load = load;
        this.copier = copier;
        load.prepare();
        String prefix = "run" + System.currentTimeMillis() + ".";
        List<String> targets =
                load.topicNames().stream().map(name -> prefix + name).toList();
        this.arrivals = new Arrivals(targets);
        arrivals.createTopics();
        copier.begin(load, prefix);
    }

    @Override
    public Volume run() throws Exception {
        long first = load.records() / 3;
        long count = isWarm ? load.records() - first : first;
        arrivals.await(isWarm ? load.records() : first);
        isWarm = true;
        return new Volume(count, count * load.recordBytes());
    }

    @Override
    public boolean hasMore() {
        return false;
    }

    @Override
    public void stop() throws Exception {
        arrivals.requireRecords(load.records());
        copier.end();
        arrivals.deleteTopics();
        arrivals.close();
    }
}
