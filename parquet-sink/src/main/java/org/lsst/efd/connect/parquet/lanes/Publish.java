package org.lsst.efd.connect.parquet.lanes;

import java.io.IOException;
import org.lsst.efd.connect.parquet.files.FileFacts;
import org.lsst.efd.connect.parquet.store.StagedName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a file that is complete on the local disk appear under its name. */
final class Publish implements Job {
    private static final Logger LOG = LoggerFactory.getLogger(Publish.class);

    private final Lane lane;
    private final OpenFile file;
    private final FileFacts facts;
    private final String path;
    private final LaneWork work;

    Publish(Lane lane, OpenFile file, FileFacts facts, String path, LaneWork work) {
        this.lane = lane;
        this.file = file;
        this.facts = facts;
        this.path = path;
        this.work = work;
    }

    @Override
    public void run() throws IOException {
        if (lane.isEnded()) {
            dropped();
            return;
        }
        if (lane.isBlocked()) {
            file.staged().delete();
            return;
        }
        long startedNs = System.nanoTime();
        if (work.store().publish(new StagedName(file.staged().path()), path)) {
            work.counts().published(facts.records(), file.staged().size(), (System.nanoTime() - startedNs) / 1_000_000);
            LOG.debug("Published {} with offsets {} to {}", path, facts.firstOffset(), facts.lastOffset());
            file.release();
        } else {
            lane.block();
            // the task thread finds out what is still needed before the offsets of the file are let go
            work.events().add(new LaneEvent.Conflict(lane, path));
        }
        file.staged().delete();
    }

    @Override
    public void dropped() {
        file.release();
        file.staged().delete();
    }

    @Override
    public String toString() {
        return "publishing " + path;
    }
}
