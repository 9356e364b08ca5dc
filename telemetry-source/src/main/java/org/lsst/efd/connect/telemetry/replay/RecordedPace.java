package org.lsst.efd.connect.telemetry.replay;

import org.lsst.efd.connect.telemetry.stream.Pace;

/**
 * The original spacing of a recording, faster or slower; a loop starts its next round one mean spacing after the last
 * row. Rows whose time goes back are due with the row before. Immutable.
 */
final class RecordedPace implements Pace {
    private final long[] elapsedNs;
    private final long roundNs;
    private final double speed;

    /**
     * The pace of a recording.
     *
     * @param speed how many times faster than recorded; above 0
     */
    RecordedPace(Recording recording, double speed) {
        int rows = recording.rows();
        elapsedNs = new long[rows];
        long latestNs = 0;
        for (int row = 0; row < rows; row++) {
            latestNs = Math.max(latestNs, recording.timeNs(row) - recording.timeNs(0));
            elapsedNs[row] = latestNs;
        }
        roundNs = latestNs + Math.max(1, rows == 1 ? 1_000_000_000L : latestNs / (rows - 1));
        this.speed = speed;
    }

    @Override
    public long elapsedNs(long sequence) {
        long rounds = sequence / elapsedNs.length;
        long recordedNs = Math.multiplyExact(rounds, roundNs) + elapsedNs[(int) (sequence % elapsedNs.length)];
        // at the original speed a double would lose nanoseconds after some weeks
        return speed == 1 ? recordedNs : (long) (recordedNs / speed);
    }
}
