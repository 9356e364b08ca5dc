package org.lsst.efd.quickstart.process;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Waits for something to become true by asking again and again. Limits are there to end a test that can never pass,
 * not to measure: they are generous.
 */
public final class Await {
    private static final long FIRST_PAUSE_MS = 25;
    private static final long LONGEST_PAUSE_MS = 400;

    private static final AtomicInteger RAN_OUT = new AtomicInteger();

    private Await() {}

    /** How often time has run out in this process. */
    public static int timesRanOut() {
        return RAN_OUT.get();
    }

    /** A question with a yes or a no; an exception counts as a no, and is shown when the time is up. */
    @FunctionalInterface
    public interface Question {
        /** Whether it is so by now. */
        boolean holds() throws Exception;
    }

    /**
     * Returns as soon as the answer is yes.
     *
     * @param what ends the sentence "waited 60 s for …"
     * @throws StackException when {@code limit} has passed, with the last exception as cause; and at once when the
     *     question itself throws a {@code StackException} or an {@code AssertionError} is thrown
     */
    public static void until(String what, Duration limit, Question question) {
        value(what, limit, () -> question.holds() ? Optional.of(true) : Optional.empty());
    }

    /**
     * Returns the first value that is there.
     *
     * @param what ends the sentence "waited 60 s for …"
     * @throws StackException when {@code limit} has passed, with the last exception as cause; and at once when the
     *     question itself throws one
     */
    public static <T> T value(String what, Duration limit, Callable<Optional<T>> question) {
        long end = System.nanoTime() + limit.toNanos();
        Exception last = null;
        // what is not there at once takes long: asking often would only slow it down
        long pauseMs = FIRST_PAUSE_MS;
        do {
            try {
                Optional<T> answer = question.call();
                if (answer.isPresent()) {
                    return answer.get();
                }
                last = null;
            } catch (StackException | InterruptedException e) {
                throw asStackException(what, e);
            } catch (Exception e) {
                last = e;
            }
            pause(what, pauseMs);
            pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 3 / 2);
        } while (System.nanoTime() < end);
        throw timeIsUp(what, limit, last);
    }

    private static StackException asStackException(String what, Exception e) {
        if (e instanceof StackException known) {
            return known;
        }
        Thread.currentThread().interrupt();
        return new StackException("interrupted while waiting for " + what, e);
    }

    private static void pause(String what, long pauseMs) {
        try {
            Thread.sleep(pauseMs);
        } catch (InterruptedException e) {
            throw asStackException(what, e);
        }
    }

    private static StackException timeIsUp(String what, Duration limit, @Nullable Exception last) {
        RAN_OUT.incrementAndGet();
        String message = "waited " + limit.toSeconds() + " s for " + what;
        return last == null ? new StackException(message) : new StackException(message + ": " + last, last);
    }
}
