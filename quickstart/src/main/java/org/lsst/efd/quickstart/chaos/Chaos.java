package org.lsst.efd.quickstart.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.lsst.efd.quickstart.process.StackException;
import org.lsst.efd.quickstart.stack.Component;

/**
 * Kills a component with SIGKILL, now and then two of them, waits, and starts what it killed, again and again. Every
 * component has its turn before one is killed again. Thread-safe.
 */
public final class Chaos implements AutoCloseable {
    private static final Duration SHORTEST_PEACE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PEACE = Duration.ofSeconds(12);
    private static final Duration LONGEST_ABSENCE = Duration.ofSeconds(6);
    private static final int ONE_IN_HOW_MANY_IS_DOUBLE = 4;

    private final List<Component> victims;
    private final Random random;
    private final Consumer<String> log;
    private final List<Component> turn = new ArrayList<>();
    private final Map<String, Integer> kills = new TreeMap<>(); // guarded by this
    private final Thread thread;
    private volatile boolean isClosed;

    /**
     * Starts killing.
     *
     * @param seed equal seeds choose equally
     * @param log is told each kill
     */
    public Chaos(List<Component> victims, long seed, Consumer<String> log) {
        this.victims = List.copyOf(victims);
        this.random = new Random(seed);
        this.log = log;
        this.thread = new Thread(this::run, "chaos");
        thread.setDaemon(true);
        thread.start();
    }

    /** How often each was killed, by name. */
    public synchronized Map<String, Integer> kills() {
        return new TreeMap<>(kills);
    }

    /** Returns when everything that was killed runs again. */
    @Override
    public void close() {
        isClosed = true;
        thread.interrupt();
        boolean isInterrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!isClosed) {
            if (pause(SHORTEST_PEACE, LONGEST_PEACE)) {
                killAndStart();
            }
        }
    }

    private void killAndStart() {
        List<Component> some = next(random.nextInt(ONE_IN_HOW_MANY_IS_DOUBLE) == 0 ? 2 : 1);
        for (Component victim : some) {
            log.accept("killed " + victim.process().name());
            victim.kill();
            count(victim);
        }
        pause(Duration.ZERO, LONGEST_ABSENCE);
        // a request to end must not cut a start short
        boolean isInterrupted = Thread.interrupted();
        some.forEach(this::start);
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void start(Component victim) {
        while (!victim.process().isAlive()) {
            try {
                victim.start();
            } catch (StackException e) {
                if (!Thread.interrupted()) {
                    log.accept(victim.process().name() + " did not start and is tried again: " + e.getMessage());
                    victim.kill();
                }
            }
        }
    }

    private List<Component> next(int count) {
        List<Component> next = new ArrayList<>();
        while (next.size() < count) {
            if (turn.isEmpty()) {
                turn.addAll(victims);
                Collections.shuffle(turn, random);
            }
            Component one = turn.remove(turn.size() - 1);
            if (!next.contains(one)) {
                next.add(one);
            }
        }
        return next;
    }

    private synchronized void count(Component victim) {
        kills.merge(victim.process().name(), 1, Integer::sum);
    }

    /** Whether the time passed without a request to end. */
    private boolean pause(Duration least, Duration most) {
        try {
            Thread.sleep(least.toMillis() + random.nextLong(most.toMillis() - least.toMillis() + 1));
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }
}
