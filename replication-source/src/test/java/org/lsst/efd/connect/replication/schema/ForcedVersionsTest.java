package org.lsst.efd.connect.replication.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lsst.efd.registry.Compatibility;
import org.lsst.efd.registry.InTestRegistry;
import org.lsst.efd.registry.InTestRegistry.Fault;
import org.lsst.efd.registry.InTestRegistry.Request;
import org.lsst.efd.registry.Outcome;
import org.lsst.efd.registry.RegistryClient;
import org.lsst.efd.registry.RegistryOptions;

/** Versions that are not compatible with those before, in a subject that others write as well. */
class ForcedVersionsTest {
    private static final String CONFIG = "/config/t-value";

    private final InTestRegistry source = InTestRegistry.start();
    private final InTestRegistry target = InTestRegistry.start();
    private final RegistryClient from =
            RegistryClient.open(RegistryOptions.of(source.url())).withoutRetries();
    private final RegistryClient to =
            RegistryClient.open(RegistryOptions.of(target.url())).withoutRetries();
    private int incompatible;

    @BeforeEach
    void register() throws Unresolved {
        source.setCompatibility(Compatibility.NONE);
        int first = source.register("t-value", record("int"));
        incompatible = source.register("t-value", record("string"));
        from.setCompatibility("t-value", Compatibility.FULL);
        task().resolve(value("t", first));
        assertThat(to.compatibility("t-value")).isEqualTo(new Outcome.Found<>(Compatibility.FULL));
    }

    @AfterEach
    void close() {
        source.close();
        target.close();
    }

    @Test
    void whatAnotherWorkerTookAwayForAMomentIsNotTakenForTheLevelOfTheSubject() throws Unresolved {
        target.onRequest(just(this::readsLevel, () -> to.setCompatibility("t-value", Compatibility.NONE)));
        task().resolve(value("t", incompatible));
        assertThat(versions()).isEqualTo(2);
        assertThat(to.compatibility("t-value")).isEqualTo(new Outcome.Found<>(Compatibility.FULL));
    }

    @Test
    void aSubjectFollowsItsRegistryAgainWhereTheSourceHasNoLevelForIt() throws Unresolved {
        from.deleteCompatibility("t-value");
        target.onRequest(just(this::readsLevel, () -> to.setCompatibility("t-value", Compatibility.NONE)));
        task().resolve(value("t", incompatible));
        assertThat(versions()).isEqualTo(2);
        assertThat(to.compatibility("t-value")).isInstanceOf(Outcome.Absent.class);
    }

    @Test
    void changesNothingWhereTheLevelCannotBeRead() {
        target.onRequest(request -> readsLevel(request) ? Optional.of(Fault.status(503)) : Optional.empty());
        assertThatThrownBy(() -> task().resolve(value("t", incompatible)))
                .isInstanceOfSatisfying(
                        Unresolved.class, away -> assertThat(away.kind()).isEqualTo(Unresolved.Kind.UNAVAILABLE));
        target.recover();
        assertThat(versions()).isEqualTo(1);
        assertThat(to.compatibility("t-value")).isEqualTo(new Outcome.Found<>(Compatibility.FULL));
    }

    @Test
    void putsTheLevelBackWhereNoAnswerSaysWhetherItWasTakenAway() {
        AtomicInteger puts = new AtomicInteger();
        target.onRequest(request -> {
            if (request.method().equals("PUT") && request.path().equals(CONFIG) && puts.getAndIncrement() == 0) {
                to.setCompatibility("t-value", Compatibility.NONE);
                return Optional.of(Fault.dropped());
            }
            return Optional.empty();
        });
        assertThatThrownBy(() -> task().resolve(value("t", incompatible)))
                .isInstanceOfSatisfying(
                        Unresolved.class, away -> assertThat(away.kind()).isEqualTo(Unresolved.Kind.UNAVAILABLE));
        assertThat(to.compatibility("t-value")).isEqualTo(new Outcome.Found<>(Compatibility.FULL));
    }

    @Test
    void tasksOfOneWorkerTakeTurns() throws Exception {
        int other = source.register("u-value", record("boolean"));
        target.forgetRequests();
        CountDownLatch secondComes = new CountDownLatch(1);
        AtomicInteger levelsRead = new AtomicInteger();
        target.onRequest(request -> {
            if (readsLevel(request) && levelsRead.incrementAndGet() == 2) {
                secondComes.countDown();
            }
            if (request.method().equals("PUT") && levelsRead.get() == 1) {
                // the other task has all the time to come in between
                await(secondComes);
            }
            return Optional.empty();
        });
        List<Thread> tasks =
                List.of(forcing(value("t", incompatible)), forcing(new IdQuestion("u", "t", false, other)));
        for (Thread task : tasks) {
            task.join();
        }
        target.recover();
        assertThat(versions()).isEqualTo(3);
        assertThat(levelRequests()).containsExactly("GET", "PUT", "PUT", "GET", "PUT", "PUT");
        assertThat(to.compatibility("t-value")).isEqualTo(new Outcome.Found<>(Compatibility.FULL));
    }

    @Test
    void putsTheLevelBackWhenItIsStoppedMeanwhile() {
        Thread forcing = Thread.currentThread();
        target.onRequest(request -> {
            if (isRegistration(request) && !levelRequests().isEmpty()) {
                forcing.interrupt();
                // it is gone before an answer comes
                await(new CountDownLatch(1));
            }
            return Optional.empty();
        });
        target.forgetRequests();
        try {
            assertThatThrownBy(() -> task().resolve(value("t", incompatible))).isInstanceOf(Unresolved.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(to.compatibility("t-value")).isEqualTo(new Outcome.Found<>(Compatibility.FULL));
    }

    /** Forces versions on a thread of its own, as a task does. */
    private Thread forcing(IdQuestion question) {
        Thread thread = new Thread(() -> {
            try {
                task().resolve(question);
            } catch (Unresolved failed) {
                throw new IllegalStateException(failed);
            }
        });
        thread.start();
        return thread;
    }

    /** What each task has for itself. */
    private Translation task() {
        return new Translation(from, to, new TransferRules(false, true, true), name -> name, new SchemaReport());
    }

    private boolean readsLevel(Request request) {
        return request.method().equals("GET") && request.path().equals(CONFIG);
    }

    private static boolean isRegistration(Request request) {
        return request.method().equals("POST") && request.path().equals("/subjects/t-value/versions");
    }

    /** Does something just before the first request of a kind is answered. */
    private static Function<Request, Optional<Fault>> just(Predicate<Request> which, Runnable work) {
        AtomicInteger times = new AtomicInteger();
        return request -> {
            if (which.test(request) && times.getAndIncrement() == 0) {
                work.run();
            }
            return Optional.empty();
        };
    }

    private List<String> levelRequests() {
        List<String> methods = new ArrayList<>();
        target.requests().stream()
                .filter(request -> request.path().equals(CONFIG))
                .forEach(request -> methods.add(request.method()));
        return methods;
    }

    private long versions() {
        return target.contents().stream()
                .filter(schema -> schema.subject().equals("t-value"))
                .count();
    }

    private static void await(CountDownLatch latch) {
        try {
            boolean unused = latch.await(500, TimeUnit.MILLISECONDS);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private static IdQuestion value(String topic, int id) {
        return new IdQuestion(topic, "t", false, id);
    }

    private static String record(String type) {
        return "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"" + type + "\"}]}";
    }
}
