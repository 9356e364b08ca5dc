package org.lsst.efd.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lsst.efd.registry.Outcome.Absent;
import org.lsst.efd.registry.Outcome.Found;

final class RegistryCachesTest {
    private static final RegistrySchema INT = RegistrySchema.avro("\"int\"");
    private static final RegistrySchema LONG = RegistrySchema.avro("\"long\"");

    private final InTestRegistry registry = InTestRegistry.start();
    private final FakeTime time = new FakeTime();
    private final RegistryClient client = RegistryClient.open(RegistryOptions.of(registry.url()), time, time);

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void asksForAnIdOnce() {
        int id = registry.register("s", INT);
        for (int i = 0; i < 3; i++) {
            client.schemaById(id);
            client.avroSchema(id);
            client.schemaById(id, "s");
        }
        assertThat(registry.requests()).hasSize(3);
    }

    @Test
    void registersAndLooksUpOncePerSubjectAndSchema() {
        for (int i = 0; i < 3; i++) {
            assertThat(client.register("s", INT, false)).isEqualTo(new Found<>(1));
            assertThat(client.lookUp("s", INT, false)).isInstanceOf(Found.class);
        }
        assertThat(registry.requests()).hasSize(2);
        assertThat(client.register("t", INT, false)).isEqualTo(new Found<>(1));
        assertThat(client.register("s", INT, true)).isEqualTo(new Found<>(1));
        assertThat(registry.requests()).hasSize(4);
    }

    @Test
    void believesTheLatestVersionForAMinute() {
        registry.register("s", INT);
        client.latest("s");
        registry.register("s", LONG);
        time.pass(Duration.ofSeconds(59));
        assertThat(client.latest("s"))
                .isInstanceOfSatisfying(Found.class, found -> assertThat(((RegisteredSchema) found.value()).version())
                        .isEqualTo(1));
        time.pass(Duration.ofSeconds(1));
        assertThat(client.latest("s"))
                .isInstanceOfSatisfying(Found.class, found -> assertThat(((RegisteredSchema) found.value()).version())
                        .isEqualTo(2));
    }

    @Test
    void seesItsOwnWritesAtOnce() {
        assertThat(client.latest("s")).isInstanceOf(Absent.class);
        assertThat(client.version("s", 1)).isInstanceOf(Absent.class);
        assertThat(client.lookUp("s", INT, false)).isInstanceOf(Absent.class);
        assertThat(client.schemaById(1)).isInstanceOf(Absent.class);
        assertThat(client.avroSchema(1)).isInstanceOf(Absent.class);

        client.register("s", INT, false);

        assertThat(client.latest("s")).isInstanceOf(Found.class);
        assertThat(client.version("s", 1)).isInstanceOf(Found.class);
        assertThat(client.lookUp("s", INT, false)).isInstanceOf(Found.class);
        assertThat(client.schemaById(1)).isInstanceOf(Found.class);
        assertThat(client.avroSchema(1)).isInstanceOf(Found.class);

        client.deleteSubject("s", Deletion.SOFT);

        assertThat(client.latest("s")).isInstanceOf(Absent.class);
        assertThat(client.version("s", 1)).isInstanceOf(Absent.class);
        assertThat(client.lookUp("s", INT, false)).isInstanceOf(Absent.class);
        assertThat(client.schemaById(1)).isInstanceOf(Found.class);
        assertThat(client.register("s", INT, false)).isInstanceOf(Found.class);
        assertThat(client.latest("s")).isInstanceOf(Found.class);
    }

    @Test
    void makesOneRequestForSixteenThreadsThatMissAnId() throws Exception {
        int id = registry.register("s", INT);
        CountDownLatch started = new CountDownLatch(16);
        registry.onRequest(request -> {
            try {
                assertThat(started.await(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
            return java.util.Optional.empty();
        });
        List<CompletableFuture<Outcome<Schema>>> outcomes = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            CompletableFuture<Outcome<Schema>> outcome = new CompletableFuture<>();
            outcomes.add(outcome);
            new Thread(() -> {
                        started.countDown();
                        outcome.complete(client.avroSchema(id));
                    })
                    .start();
        }
        for (CompletableFuture<Outcome<Schema>> outcome : outcomes) {
            assertThat(outcome.get(60, TimeUnit.SECONDS)).isInstanceOf(Found.class);
        }
        assertThat(registry.requests()).hasSize(1);
    }
}
