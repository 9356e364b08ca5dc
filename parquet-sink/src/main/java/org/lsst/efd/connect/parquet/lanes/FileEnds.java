package org.lsst.efd.connect.parquet.lanes;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.lsst.efd.connect.parquet.files.FileFacts;
import org.lsst.efd.connect.parquet.files.FileFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How files leave memory: rows go to the disk at once, and with the last ones the file is complete there; a name is given
 * after the put in which it ended, because by then the reports of the bad records that it leaves out are durable. Task
 * thread only.
 */
final class FileEnds {
    private static final Logger LOG = LoggerFactory.getLogger(FileEnds.class);

    private final LaneRules rules;
    private final FileFormat format;
    private final LaneWork work;
    private final OpenFiles open;
    private List<Runnable> ended = new ArrayList<>();
    private List<Runnable> settled = new ArrayList<>();

    FileEnds(LaneRules rules, FileFormat format, LaneWork work, OpenFiles open) {
        this.rules = rules;
        this.format = format;
        this.work = work;
        this.open = open;
    }

    /** Brings what is in memory of an open file to the disk. */
    void writeRows(Lane lane, OpenFile file) {
        OpenFile.Handed handed = file.handOver(format, factsOf(lane, file));
        lane.strand().submit(new WriteRows(lane, file, handed, null, work));
    }

    /** Ends a file. */
    void end(PartitionLanes partition, Lane lane, OpenFile file, RotationReason reason) {
        FileFacts facts = factsOf(lane, file);
        String path = lane.key().directory() + "/" + FileName.of(lane.key(), file.firstOffset(), format.extension());
        OpenFile.Handed handed = file.handOverLast(format, facts);
        lane.strand().submit(new WriteRows(lane, file, handed, facts, work));
        lane.sealed(file);
        open.ended(partition, file);
        work.counts().rotated(reason);
        LOG.debug("{} ends for {}", path, reason);
        ended.add(() -> lane.strand().submit(new Publish(lane, file, facts, path, work)));
    }

    /** An open file that turned out to hold nothing. */
    void endEmpty(PartitionLanes partition, Lane lane, OpenFile file) {
        lane.closedEmpty();
        open.ended(partition, file);
        file.release();
    }

    private FileFacts factsOf(Lane lane, OpenFile file) {
        TopicPartition partition = lane.key().partition();
        return new FileFacts(
                partition.topic(),
                partition.partition(),
                file.firstOffset(),
                file.lastOffset(),
                file.records(),
                lane.maxTimestampMs(),
                rules.connector(),
                rules.version());
    }

    /** The files that ended in the put before get their names. */
    void publishSettled() {
        settled.forEach(Runnable::run);
        settled = List.of();
    }

    /** The put is over in which files ended. */
    void putIsOver() {
        settled = ended;
        ended = new ArrayList<>();
    }

    /** Whether files wait for the next heartbeat to get their names. */
    boolean hasSettled() {
        return !settled.isEmpty();
    }
}
