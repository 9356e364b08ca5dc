package org.lsst.efd.connect.influxdb.time;

import org.apache.kafka.connect.errors.DataException;
import org.lsst.efd.connect.common.sink.OutgoingRecord;
import org.lsst.efd.connect.common.time.RecordTime;
import org.lsst.efd.connect.common.time.Rounding;
import org.lsst.efd.connect.influxdb.write.Precision;

/** The time of points. A window has its own time; a record tells its own. Not thread-safe. */
public final class PointTime {
    /** The range of the server in nanoseconds: the outermost two values of a long have a meaning of their own there. */
    private static final long MIN_NS = -9_223_372_036_854_775_806L;

    private static final long MAX_NS = 9_223_372_036_854_775_806L;
    private static final long TIEBREAK_STEPS = 1000;

    private final RecordTime recordTime;
    private final Precision precision;
    private final boolean hasTiebreak;

    /**
     * Times under these rules.
     *
     * @param hasTiebreak whether the last three digits on the wire come from the offset, so that records of equal time do
     *     not overwrite each other; a replay gives the same digits
     */
    public PointTime(RecordTime recordTime, Precision precision, boolean hasTiebreak) {
        this.recordTime = recordTime.roundedTo(hasTiebreak ? precision.nanos() * TIEBREAK_STEPS : precision.nanos());
        this.precision = precision;
        this.hasTiebreak = hasTiebreak;
    }

    /**
     * The time of a point in nanoseconds, UTC.
     *
     * @throws DataException if the record has no valid time
     */
    public long timeNs(OutgoingRecord record) {
        long timeNs = record.window() != null ? record.window().timeNs() : recordTime.eventTimeNs(record.record());
        if (timeNs < MIN_NS || timeNs > MAX_NS) {
            throw new DataException("its time is outside the range of the server, the years 1677 to 2262");
        }
        return timeNs;
    }

    /** The same in the unit of the wire, rounded half to even. */
    public long onWire(long timeNs, long offset) {
        if (!hasTiebreak) {
            return precision.round(timeNs);
        }
        long coarseNs = precision.nanos() * TIEBREAK_STEPS;
        return Rounding.halfEven(timeNs, coarseNs) * TIEBREAK_STEPS + Math.floorMod(offset, TIEBREAK_STEPS);
    }
}
