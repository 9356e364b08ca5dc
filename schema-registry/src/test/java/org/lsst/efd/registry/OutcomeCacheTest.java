package org.lsst.efd.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.lsst.efd.registry.Outcome.Absent;
import org.lsst.efd.registry.Outcome.Found;
import org.lsst.efd.registry.Outcome.Missing;
import org.lsst.efd.registry.Outcome.Refusal;
import org.lsst.efd.registry.Outcome.Refused;
import org.lsst.efd.registry.Outcome.Unavailable;

final class OutcomeCacheTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final RegistryFailure FAILURE = new RegistryFailure("GET http://r", 404, 40403, "");
    private static final Outcome<String> ABSENT = new Absent<>(Missing.SCHEMA, FAILURE);

    private final FakeTime time = new FakeTime();
    private final AtomicInteger requests = new AtomicInteger();
    private final OutcomeCache<String, String> cache = new OutcomeCache<>(2, OutcomeCache.FOR_EVER, 2, MINUTE, time);

    private Outcome<String> ask(String key, Outcome<String> answer) {
        return cache.get(key, () -> {
            requests.incrementAndGet();
            return answer;
        });
    }

    @Test
    void remembersWhatWasFoundForEver() {
        ask("a", new Found<>("1"));
        time.pass(Duration.ofDays(10_000));

        assertThat(ask("a", ABSENT)).isEqualTo(new Found<>("1"));
        assertThat(requests).hasValue(1);
    }

    @Test
    void remembersWhatWasAbsentForAWhile() {
        ask("a", ABSENT);
        time.pass(MINUTE.minusMillis(1));
        assertThat(ask("a", new Found<>("1"))).isEqualTo(ABSENT);

        time.pass(Duration.ofMillis(1));
        assertThat(ask("a", new Found<>("1"))).isEqualTo(new Found<>("1"));
        assertThat(requests).hasValue(2);
    }

    @Test
    void believesNothingFromTheFuture() {
        ask("a", ABSENT);
        time.pass(Duration.ofDays(-1));

        assertThat(ask("a", new Found<>("1"))).isEqualTo(new Found<>("1"));
    }

    @Test
    void remembersNeitherRefusalsNorOutages() {
        ask("a", new Refused<>(Refusal.OTHER, FAILURE));
        ask("a", new Unavailable<>(FAILURE, new RegistryAway(FAILURE), Duration.ZERO));

        assertThat(ask("a", new Found<>("1"))).isEqualTo(new Found<>("1"));
        assertThat(requests).hasValue(3);
    }

    @Test
    void forgetsWhatWasNotUsedForLongest() {
        ask("a", new Found<>("1"));
        ask("b", new Found<>("2"));
        ask("a", ABSENT);
        ask("c", new Found<>("3"));

        assertThat(ask("a", ABSENT)).isEqualTo(new Found<>("1"));
        assertThat(ask("c", ABSENT)).isEqualTo(new Found<>("3"));
        assertThat(ask("b", ABSENT)).isEqualTo(ABSENT);
    }

    @Test
    void remembersNothingWithoutTimeToLiveOrRoom() {
        OutcomeCache<String, String> off = new OutcomeCache<>(0, OutcomeCache.FOR_EVER, 5, Duration.ZERO, time);
        Supplier<Outcome<String>> found = () -> new Found<>("" + requests.incrementAndGet());

        assertThat(off.get("a", found)).isEqualTo(new Found<>("1"));
        assertThat(off.get("a", found)).isEqualTo(new Found<>("2"));
        assertThat(off.get("b", () -> ABSENT)).isEqualTo(ABSENT);
        assertThat(off.get("b", found)).isEqualTo(new Found<>("3"));
    }

    @Test
    void forgetsOnDemand() {
        ask("a", new Found<>("1"));
        ask("b", ABSENT);
        cache.forgetAbsences();
        assertThat(ask("a", ABSENT)).isEqualTo(new Found<>("1"));
        assertThat(ask("b", new Found<>("2"))).isEqualTo(new Found<>("2"));
        cache.forget("a");
        assertThat(ask("a", ABSENT)).isEqualTo(ABSENT);
        cache.forgetAll();
        assertThat(ask("a", new Found<>("3"))).isEqualTo(new Found<>("3"));
    }

    @Test
    void makesOneRequestForManyThreadsThatMissOneKey() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        CountDownLatch asking = new CountDownLatch(16);
        List<CompletableFuture<Outcome<String>>> outcomes = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            outcomes.add(inThread(() -> {
                asking.countDown();
                return cache.get("a", () -> {
                    requests.incrementAndGet();
                    await(answered);
                    return ABSENT;
                });
            }));
        }
        assertThat(asking.await(60, TimeUnit.SECONDS)).isTrue();
        answered.countDown();

        for (CompletableFuture<Outcome<String>> outcome : outcomes) {
            assertThat(outcome.get(60, TimeUnit.SECONDS)).isEqualTo(ABSENT);
        }
        assertThat(requests).hasValue(1);
    }

    @Test
    void asksAgainWhenTheThreadThatAskedWasInterrupted() throws Exception {
        CountDownLatch isAsking = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<Outcome<String>> stopped = inThread(() -> cache.get("a", () -> {
            isAsking.countDown();
            await(goOn);
            return new Unavailable<>(FAILURE, new InterruptedException(), Duration.ZERO);
        }));
        assertThat(isAsking.await(60, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Outcome<String>> other = inThread(() -> ask("a", new Found<>("1")));
        goOn.countDown();

        assertThat(stopped.get(60, TimeUnit.SECONDS)).isInstanceOf(Unavailable.class);
        assertThat(other.get(60, TimeUnit.SECONDS)).isEqualTo(new Found<>("1"));
    }

    @Test
    void isUsableAfterARequestThatThrew() {
        assertThatThrownBy(() -> cache.get("a", () -> {
                    throw new IllegalStateException("broken");
                }))
                .hasMessage("broken");

        assertThat(ask("a", new Found<>("1"))).isEqualTo(new Found<>("1"));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }

    private static <T> CompletableFuture<T> inThread(Supplier<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        new Thread(() -> {
                    try {
                        result.complete(work.get());
                    } catch (RuntimeException | AssertionError failure) {
                        result.completeExceptionally(failure);
                    }
                })
                .start();
        return result;
    }
}
