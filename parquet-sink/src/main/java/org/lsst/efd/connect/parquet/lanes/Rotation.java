package org.lsst.efd.connect.parquet.lanes;

import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.parquet.rows.RowShape;
import org.lsst.efd.connect.parquet.rows.RowSource;

/** When files end, under the rules of the lanes. Immutable. */
final class Rotation {
    private final RotationRules rules;
    private final long rowGroupBytes;

    Rotation(LaneRules rules) {
        this.rules = rules.rotation();
        this.rowGroupBytes = rules.rowGroupBytes();
    }

    /** Why a file must end before it receives this record; null if it need not. */
    @Nullable
    RotationReason reasonToEndBefore(OpenFile file, RowSource source, RowShape shape) {
        if (file.shape() != shape) {
            return RotationReason.SHAPE;
        }
        if (isFull(file)) {
            return reasonOfFull(file);
        }
        return file.wouldSpan(source.timeNs(), rules.eventSpanNs()) ? RotationReason.EVENT_SPAN : null;
    }

    boolean isFull(OpenFile file) {
        return file.records() >= rules.records()
                || file.estimatedBytes() >= rules.bytes()
                || (file.shape().mayGrow() && hasRowGroup(file));
    }

    RotationReason reasonOfFull(OpenFile file) {
        return file.records() >= rules.records() ? RotationReason.RECORDS : RotationReason.BYTES;
    }

    /** Whether the rows in memory are enough for a row group. */
    boolean hasRowGroup(OpenFile file) {
        return file.bufferedBytes() >= rowGroupBytes;
    }

    /** Whether it became full by the record that it just received, by which the heap grew so much. */
    boolean becameFull(OpenFile file, long grown) {
        return file.records() == rules.records()
                || (grown > 0
                        && (file.estimatedBytes() >= rules.bytes()
                                || (file.shape().mayGrow() && hasRowGroup(file))));
    }

    /** When it ends by the clock if no record comes. */
    long deadlineMs(OpenFile file) {
        return Math.min(sum(file.openedMs(), rules.ageMs()), sum(file.lastAppendMs(), rules.idleMs()));
    }

    /** Why it ends when its deadline has come. */
    RotationReason reasonOfDeadline(OpenFile file, long nowMs) {
        return nowMs - file.lastAppendMs() >= rules.idleMs() ? RotationReason.IDLE : RotationReason.AGE;
    }

    private static long sum(long a, long b) {
        return b == RotationRules.NEVER ? Long.MAX_VALUE : a + b;
    }
}
