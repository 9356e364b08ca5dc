package org.lsst.efd.connect.parquet.lanes;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.parquet.files.FileFacts;

/**
 * Encodes rows of a file and brings them to the local disk; with the last ones it completes the file, so that no encoder
 * outlives its file in memory while the file waits for its name.
 */
final class WriteRows implements Job {
    private final Lane lane;
    private final OpenFile file;
    private final OpenFile.Handed handed;
    private final @Nullable FileFacts last;
    private final LaneWork work;
    private boolean isEncoded;
    private long heldBytes;

    /**
     * Takes rows over.
     *
     * @param last what the file says of itself if these rows are its last ones; null if there may be more
     */
    WriteRows(Lane lane, OpenFile file, OpenFile.Handed handed, @Nullable FileFacts last, LaneWork work) {
        this.lane = lane;
        this.file = file;
        this.handed = handed;
        this.last = last;
        this.work = work;
        this.heldBytes = handed.bytes();
        work.leavingBytes().addAndGet(heldBytes);
    }

    @Override
    public void run() throws IOException {
        if (lane.isEnded()) {
            dropped();
            return;
        }
        if (!isEncoded) {
            if (handed.rows().rows() > 0) {
                handed.encoder().write(handed.rows());
            }
            if (last != null) {
                handed.encoder().finish(last);
            }
            isEncoded = true;
            file.encoded(handed.bytes(), file.staged().size());
            shed(heldBytes - file.staged().pendingBytes());
        }
        StagingFailed.drain(file.staged());
        shed(heldBytes);
    }

    private void shed(long bytes) {
        heldBytes -= bytes;
        work.leavingBytes().addAndGet(-bytes);
        file.batch().shed(bytes);
    }

    @Override
    public void dropped() {
        work.leavingBytes().addAndGet(-heldBytes);
        heldBytes = 0;
        file.release();
        file.staged().delete();
    }

    @Override
    public String toString() {
        return "writing rows of " + lane.key();
    }
}
