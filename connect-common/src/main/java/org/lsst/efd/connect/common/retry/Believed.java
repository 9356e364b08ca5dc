package org.lsst.efd.connect.common.retry;

/**
 * An answer that may have changed since. It is believed for a second after it was told first, so that what has been mended is
 * seen soon, and for half a minute while nobody has been told: who is busy asks seldom, and would otherwise never see one.
 * Immutable.
 *
 * @param <T> of the answer
 */
public final class Believed<T> {
    private static final long TOLD_MS = 1_000;
    private static final long UNTOLD_MS = 30_000;

    private final T answer;
    private final boolean isTold;
    private final long untilMs;

    private Believed(T answer, boolean isTold, long untilMs) {
        this.answer = answer;
        this.isTold = isTold;
        this.untilMs = untilMs;
    }

    /** An answer of now, which nobody has been told. */
    public static <T> Believed<T> untold(T answer, long nowMs) {
        return new Believed<>(answer, false, nowMs + UNTOLD_MS);
    }

    /** The same, told now. */
    public Believed<T> told(long nowMs) {
        return isTold ? this : new Believed<>(answer, true, nowMs + TOLD_MS);
    }

    /** What was answered. */
    public T answer() {
        return answer;
    }

    /** Whether nobody need ask again yet. */
    public boolean isBelieved(long nowMs) {
        return nowMs < untilMs;
    }
}
