package org.lsst.efd.connect.parquet.lanes;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files of all lanes that receive records, the oldest first. Task thread only. */
final class OpenFiles {
    private final Map<OpenFile, Lane> files = new LinkedHashMap<>();
    private final LaneCounts counts;

    OpenFiles(LaneCounts counts) {
        this.counts = counts;
    }

    void opened(PartitionLanes partition, Lane lane, OpenFile file) {
        lane.opened(file);
        partition.opened(file);
        files.put(file, lane);
        counts.open(files.size());
    }

    /** It receives no more records; its lane knows already. */
    void ended(PartitionLanes partition, OpenFile file) {
        partition.ended(file);
        files.remove(file);
        counts.open(files.size());
    }

    /** Lanes whose files hold rows in memory that may leave it, the oldest file first. */
    List<Lane> withRows() {
        List<Lane> lanes = new ArrayList<>();
        files.forEach((file, lane) -> {
            if (lane.isTold() && file.bufferedBytes() > 0) {
                lanes.add(lane);
            }
        });
        return lanes;
    }

    /** Tells how long the oldest of them has been open. */
    void tellAge(long nowMs) {
        Iterator<OpenFile> oldest = files.keySet().iterator();
        counts.oldestOpen(oldest.hasNext() ? (nowMs - oldest.next().openedMs()) / 1000 : 0);
    }
}
