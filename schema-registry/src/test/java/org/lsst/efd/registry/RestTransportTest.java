package org.lsst.efd.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lsst.efd.registry.InTestRegistry.Fault;
import org.lsst.efd.registry.Outcome.Found;
import org.lsst.efd.registry.Outcome.Refusal;
import org.lsst.efd.registry.Outcome.Refused;
import org.lsst.efd.registry.Outcome.Unavailable;

final class RestTransportTest {
    private final InTestRegistry first = InTestRegistry.start();
    private final InTestRegistry second = InTestRegistry.start();
    private final FakeTime time = new FakeTime();

    @AfterEach
    void stop() {
        first.close();
        second.close();
    }

    private RegistryClient client(RegistryOptions options) {
        return RegistryClient.open(options, time, time);
    }

    private RegistryClient clientOfBoth() {
        return client(RegistryOptions.of(first.url(), second.url()).with(RetryOptions.NONE));
    }

    @Test
    void triesAgainWithGrowingPausesAndGivesUp() {
        first.failWith(Fault.status(503));

        Outcome<RegistrySchema> outcome =
                client(RegistryOptions.of(first.url())).schemaById(1);

        assertThat(outcome).isInstanceOf(Unavailable.class);
        assertThat(first.requests()).hasSize(4);
        assertThat(time.sleeps()).hasSize(3);
        assertThat(time.sleeps().get(0)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
        assertThat(time.sleeps().get(1)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
        assertThat(time.sleeps().get(2)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
    }

    @Test
    void findsWhatComesWithARetry() {
        int id = first.register("s", "\"int\"");
        for (int status : new int[] {408, 429, 500, 502, 0}) {
            try (RegistryClient client = client(RegistryOptions.of(first.url()))) {
                first.failWith(Fault.status(status));
                time.afterSleep(now -> first.recover());

                assertThat(client.schemaById(id)).isEqualTo(new Found<>(RegistrySchema.avro("\"int\"")));
            }
        }
        assertThat(time.sleeps()).hasSize(5);
    }

    @Test
    void waitsAsLongAsTheRegistryAsksButNotForEver() {
        String inFiveSeconds = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                time.instant().plusSeconds(5).atZone(time.getZone()));
        Map<String, Duration> asked = Map.of(
                "7", Duration.ofSeconds(7), "86400", Duration.ofSeconds(20), inFiveSeconds, Duration.ofSeconds(5));
        asked.forEach((header, pause) -> {
            FakeTime own = new FakeTime();
            first.failWith(new Fault(429, 429, Optional.of(header)));
            own.afterSleep(now -> first.recover());

            RegistryClient.open(RegistryOptions.of(first.url()), own, own).schemaById(1);

            assertThat(own.sleeps()).containsExactly(pause);
        });
    }

    @Test
    void doesNotRepeatWhatIsRefusedOrAbsent() {
        RegistryClient client = client(RegistryOptions.of(first.url()));
        for (int status : new int[] {400, 401, 403, 404, 405, 409, 422, 501, 302}) {
            first.forgetRequests();
            first.failWith(Fault.status(status));

            assertThat(client.compatibility()).isInstanceOf(Refused.class);
            assertThat(first.requests()).hasSize(1);
        }
    }

    @Test
    void doesNotRepeatADeletionThatMayHaveHappened() {
        first.failWith(Fault.dropped());
        RegistryClient client = client(RegistryOptions.of(first.url(), second.url()));

        assertThat(client.deleteSubject("s", Deletion.SOFT)).isInstanceOf(Unavailable.class);
        assertThat(first.requests()).hasSize(1);
        assertThat(second.requests()).isEmpty();
    }

    @Test
    void repeatsADeletionThatCannotHaveHappened() {
        second.register("s", "\"int\"");
        first.goAway();

        assertThat(clientOfBoth().deleteSubject("s", Deletion.SOFT)).isInstanceOf(Found.class);
    }

    @Test
    void staysWithTheRegistryThatAnswered() {
        RegistryClient client = clientOfBoth();
        client.mode();
        first.goAway();
        client.mode();
        first.comeBack();
        client.mode();

        assertThat(first.requests()).hasSize(1);
        assertThat(second.requests()).hasSize(2);

        second.failWith(Fault.status(500));
        assertThat(client.mode()).isInstanceOf(Found.class);
        assertThat(first.requests()).hasSize(2);
    }

    @Test
    void doesNotAskAnotherRegistryAboutARefusal() {
        first.failWith(Fault.status(401));

        assertThat(clientOfBoth().mode()).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.reason())
                .isEqualTo(Refusal.NOT_AUTHORIZED));
        assertThat(second.requests()).isEmpty();
    }

    @Test
    void givesUpOnARegistryThatDoesNotAnswer() throws IOException {
        try (ServerSocket silent = new ServerSocket(0)) {
            RegistryOptions options = RegistryOptions.of(URI.create("http://localhost:" + silent.getLocalPort()))
                    .with(RetryOptions.NONE)
                    .withTimeouts(Duration.ofMillis(200), Duration.ofMillis(200));

            assertThat(client(options).mode()).isInstanceOfSatisfying(Unavailable.class, away -> assertThat(
                            away.failure().status())
                    .isZero());
        }
    }

    @Test
    void stopsWaitingWhenInterrupted() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        first.onRequest(request -> {
            asked.countDown();
            return heldBack(never);
        });
        RegistryClient client = client(RegistryOptions.of(first.url()));
        CompletableFuture<Outcome<RegistryMode>> outcome = new CompletableFuture<>();
        CompletableFuture<Boolean> flag = new CompletableFuture<>();
        Thread asking = new Thread(() -> {
            outcome.complete(client.mode());
            flag.complete(Thread.currentThread().isInterrupted());
        });
        asking.start();
        assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
        asking.interrupt();

        assertThat(outcome.get(60, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(Unavailable.class, away -> assertThat(away.isInterrupted())
                        .isTrue());
        assertThat(flag.get(60, TimeUnit.SECONDS)).isTrue();
        never.countDown();
    }

    private static Optional<Fault> heldBack(CountDownLatch until) {
        try {
            until.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }

    @Test
    void sendsTheMediaTypeAndHeaders() {
        RegistryOptions options = RegistryOptions.of(first.url()).withHeaders(Map.of("X-Site", new Secret("summit")));

        client(options).register("s", RegistrySchema.avro("\"int\""), false);

        assertThat(first.requests().get(0).headers())
                .containsEntry("content-type", "application/vnd.schemaregistry.v1+json")
                .containsEntry("x-site", "summit");
        assertThat(first.requests().get(0).headers().get("accept")).contains("application/json");
        assertThat(options.toString()).doesNotContain("summit");
    }

    @Test
    void goesThroughAProxy() {
        RegistryOptions options = RegistryOptions.of(URI.create("http://registry.invalid:8081/base/"))
                .with(RetryOptions.NONE)
                .through(first.url().getHost(), first.url().getPort());

        client(options).mode();

        assertThat(first.requests().get(0).path()).isEqualTo("http://registry.invalid:8081/base/mode");
    }
}
