package org.lsst.efd.connect.parquet.lanes;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import org.lsst.efd.connect.parquet.files.FileFormat;
import org.lsst.efd.connect.parquet.store.FileStore;

/**
 * What jobs work with.
 *
 * @param readable formats of files that may have been published before
 * @param events for the task thread
 * @param leavingBytes heap that is on its way to a disk
 */
record LaneWork(
        FileStore store,
        List<FileFormat> readable,
        Queue<LaneEvent> events,
        AtomicLong leavingBytes,
        LaneCounts counts) {}
