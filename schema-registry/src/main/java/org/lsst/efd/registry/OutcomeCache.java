package org.lsst.efd.registry;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.lsst.efd.registry.Outcome.Absent;
import org.lsst.efd.registry.Outcome.Found;
import org.lsst.efd.registry.Outcome.Unavailable;

/**
 * Remembers what was found and what was absent; nothing else. Thread-safe.
 *
 * <ol>
 *   <li>Threads that miss one key at the same time make one request and share its outcome.
 *   <li>What is remembered beyond the bound goes in the order of its last use.
 *   <li>A time to live of zero means that nothing is remembered.
 * </ol>
 */
final class OutcomeCache<K, T> {
    /** A time to live that does not end. */
    static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

    private final Map<K, Remembered<T>> found;
    private final Map<K, Remembered<T>> absent;
    private final Map<K, CompletableFuture<Outcome<T>>> asked = new ConcurrentHashMap<>();
    private final Duration foundTtl;
    private final Duration absentTtl;
    private final Clock clock;

    OutcomeCache(int maxFound, Duration foundTtl, int maxAbsent, Duration absentTtl, Clock clock) {
        this.found = new LastUsed<>(maxFound);
        this.absent = new LastUsed<>(maxAbsent);
        this.foundTtl = foundTtl;
        this.absentTtl = absentTtl;
        this.clock = clock;
    }

    private record Remembered<T>(Outcome<T> outcome, Instant since) {}

    /** What is remembered for a key, else what the request brings. */
    Outcome<T> get(K key, Supplier<Outcome<T>> request) {
        while (true) {
            Optional<Outcome<T>> known = remembered(key);
            if (known.isPresent()) {
                return known.get();
            }
            CompletableFuture<Outcome<T>> mine = new CompletableFuture<>();
            CompletableFuture<Outcome<T>> other = asked.putIfAbsent(key, mine);
            if (other == null) {
                return ask(key, request, mine);
            }
            Outcome<T> theirs = join(other);
            boolean wasStoppedForThem = theirs instanceof Unavailable<T> away
                    && away.isInterrupted()
                    && !Thread.currentThread().isInterrupted();
            if (!wasStoppedForThem) {
                return theirs;
            }
        }
    }

    private Outcome<T> ask(K key, Supplier<Outcome<T>> request, CompletableFuture<Outcome<T>> mine) {
        try {
            // another thread may have been done between the look and the claim
            Outcome<T> outcome = remembered(key).orElseGet(request);
            remember(key, outcome);
            mine.complete(outcome);
            return outcome;
        } finally {
            asked.remove(key, mine);
            mine.completeExceptionally(new IllegalStateException("the request for " + key + " failed"));
        }
    }

    private static <T> Outcome<T> join(CompletableFuture<Outcome<T>> other) {
        try {
            return other.get();
        } catch (ExecutionException failure) {
            throw new IllegalStateException(failure);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return new Unavailable<>(
                    new RegistryFailure("waiting for another request", 0, 0, "interrupted"), stop, Duration.ZERO);
        }
    }

    private synchronized Optional<Outcome<T>> remembered(K key) {
        Instant now = clock.instant();
        return valid(found, key, foundTtl, now).or(() -> valid(absent, key, absentTtl, now));
    }

    private Optional<Outcome<T>> valid(Map<K, Remembered<T>> memory, K key, Duration ttl, Instant now) {
        Remembered<T> entry = memory.get(key);
        if (entry == null) {
            return Optional.empty();
        }
        Duration age = Duration.between(entry.since(), now);
        // a negative age: the clock was set back
        if (age.isNegative() || age.compareTo(ttl) >= 0) {
            memory.remove(key);
            return Optional.empty();
        }
        return Optional.of(entry.outcome());
    }

    private synchronized void remember(K key, Outcome<T> outcome) {
        if (outcome instanceof Found<T>) {
            absent.remove(key);
            found.put(key, new Remembered<>(outcome, clock.instant()));
        } else if (outcome instanceof Absent<T>) {
            absent.put(key, new Remembered<>(outcome, clock.instant()));
        }
    }

    /** Forgets what is remembered for a key. */
    synchronized void forget(K key) {
        found.remove(key);
        absent.remove(key);
    }

    /** Forgets what was absent: something was written. */
    synchronized void forgetAbsences() {
        absent.clear();
    }

    /** Forgets everything: something was deleted. */
    synchronized void forgetAll() {
        found.clear();
        absent.clear();
    }

    private static final class LastUsed<K, V> extends LinkedHashMap<K, V> {
        private static final long serialVersionUID = 1;
        private final int max;

        LastUsed(int max) {
            super(16, 0.75f, true);
            this.max = max;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > max;
        }
    }
}
