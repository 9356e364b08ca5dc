package org.lsst.efd.window;

/**
 * Where windows begin and end on the axis of event time, and when they close.
 *
 * <p>A window is the half-open interval {@code [N·advance, N·advance + size)} for a whole number N, also a negative
 * one. It is closed once stream time has reached its end plus the grace. Times are milliseconds since the epoch and
 * must lie within ±2⁶¹.
 *
 * @param sizeMs length of a window, positive
 * @param advanceMs distance from one window start to the next, positive and at most the length; windows tumble when it
 *     equals the length and hop when it is smaller
 * @param graceMs how far stream time may pass the end of a window before it closes, not negative
 */
public record WindowGrid(long sizeMs, long advanceMs, long graceMs) {
    private static final long LONGEST_MS = 1L << 61;

    public WindowGrid {
        if (sizeMs <= 0 || sizeMs > LONGEST_MS) {
            throw new IllegalArgumentException("the window size must be positive, not " + sizeMs + " ms");
        }
        if (advanceMs <= 0 || advanceMs > sizeMs) {
            throw new IllegalArgumentException(
                    "the window advance must be positive and at most the size " + sizeMs + " ms, not " + advanceMs);
        }
        if (graceMs < 0 || graceMs > LONGEST_MS) {
            throw new IllegalArgumentException("the grace must not be negative, not " + graceMs + " ms");
        }
    }

    /** Windows that touch and do not overlap. */
    public static WindowGrid tumbling(long sizeMs, long graceMs) {
        return new WindowGrid(sizeMs, sizeMs, graceMs);
    }

    /** Start of the latest window that holds this time. */
    public long latestStart(long timeMs) {
        return Math.floorDiv(timeMs, advanceMs) * advanceMs;
    }

    /** Start of the earliest window that holds this time. */
    public long earliestStart(long timeMs) {
        return latestStart(timeMs - sizeMs) + advanceMs;
    }

    public long endOf(long startMs) {
        return startMs + sizeMs;
    }

    /** Start of the oldest window that is not yet closed at this stream time. */
    public long oldestOpenStart(long streamTimeMs) {
        return earliestStart(streamTimeMs - graceMs);
    }
}
