package org.lsst.efd.connect.parquet.lanes;

import java.io.IOException;

/** Encodes rows of a file and brings them to the local disk. */
final class WriteRows implements Job {
    private final Lane lane;
    private final OpenFile file;
    private final OpenFile.Handed handed;
    private final LaneWork work;
    private boolean isEncoded;
    private long heldBytes;

    WriteRows(Lane lane, OpenFile file, OpenFile.Handed handed, LaneWork work) {
        this.lane = lane;
        this.file = file;
        this.handed = handed;
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
