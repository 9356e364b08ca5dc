package org.lsst.efd.integration.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lsst.efd.quickstart.stack.ComponentOptions;
import org.lsst.efd.quickstart.stack.LocalStack;
import org.lsst.efd.quickstart.stack.SchemaRegistry;
import org.lsst.efd.registry.CacheOptions;
import org.lsst.efd.registry.Compatibility;
import org.lsst.efd.registry.Deleted;
import org.lsst.efd.registry.Deletion;
import org.lsst.efd.registry.Outcome;
import org.lsst.efd.registry.Outcome.Absent;
import org.lsst.efd.registry.Outcome.Found;
import org.lsst.efd.registry.Outcome.Missing;
import org.lsst.efd.registry.Outcome.Refusal;
import org.lsst.efd.registry.Outcome.Refused;
import org.lsst.efd.registry.Outcome.Unavailable;
import org.lsst.efd.registry.PatientRegistry;
import org.lsst.efd.registry.PatientRegistry.Patience;
import org.lsst.efd.registry.RegisteredSchema;
import org.lsst.efd.registry.RegistryClient;
import org.lsst.efd.registry.RegistryMode;
import org.lsst.efd.registry.RegistryOptions;
import org.lsst.efd.registry.RegistrySchema;
import org.lsst.efd.registry.RetryOptions;
import org.lsst.efd.registry.SchemaReference;
import org.lsst.efd.registry.Sleeper;
import org.lsst.efd.registry.SubjectVersion;

/** The registry is Apicurio's, whose answers differ from Confluent's here and there: what the client makes of them. */
final class RegistryClientIT {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private static LocalStack stack;
    private static RegistryClient client;

    @BeforeAll
    static void start() {
        stack = LocalStack.builder().registry("site", ComponentOptions::proxied).start();
        client = RegistryClient.open(options());
    }

    @AfterAll
    static void stop() {
        client.close();
        stack.close();
    }

    private static SchemaRegistry registry() {
        return stack.registry("site");
    }

    private static RegistryOptions options() {
        return RegistryOptions.of(URI.create(registry().proxiedUrl()))
                .with(RetryOptions.NONE)
                .withTimeouts(Duration.ofSeconds(30), Duration.ofSeconds(30));
    }

    private static RegistrySchema record(String name, String fields) {
        return RegistrySchema.avro("{\"type\": \"record\",  \"name\":\"" + name
                + "\", \"description\":\"d\", \"units\":\"m\",\"fields\":[" + fields + "]}");
    }

    private static RegistrySchema ints(String name, String... fields) {
        return record(
                name,
                String.join(
                        ",",
                        List.of(fields).stream()
                                .map(field -> "{\"name\":\"" + field + "\",\"type\":\"int\"}")
                                .toList()));
    }

    private static <T> T found(Outcome<T> outcome) {
        assertThat(outcome).isInstanceOf(Found.class);
        return ((Found<T>) outcome).value();
    }

    private static Missing missing(Outcome<?> outcome) {
        assertThat(outcome).isInstanceOf(Absent.class);
        return ((Absent<?>) outcome).what();
    }

    private static Refusal refusal(Outcome<?> outcome) {
        assertThat(outcome).isInstanceOf(Refused.class);
        return ((Refused<?>) outcome).reason();
    }

    @Test
    void keepsSchemasCharacterByCharacter() {
        RegistrySchema one = ints("Text", "a");
        RegistrySchema two = ints("Text", "a", "b");
        int id = found(client.register("text-value", one, false));
        int second = found(client.register("text-value", two, false));

        assertThat(found(client.register("other-value", one, false))).isEqualTo(id);
        assertThat(found(client.schemaById(id))).isEqualTo(one);
        assertThat(found(client.avroSchema(id)).getProp("units")).isEqualTo("m");
        assertThat(found(client.version("text-value", 2)))
                .isEqualTo(new RegisteredSchema("text-value", 2, second, two));
        assertThat(found(client.latest("text-value")).version()).isEqualTo(2);
        assertThat(found(client.lookUp("text-value", one, false)).version()).isEqualTo(1);
        assertThat(found(client.versions("text-value", Deleted.LEFT_OUT))).containsExactly(1, 2);
        assertThat(found(client.subjectsOf(id, Deleted.LEFT_OUT))).containsExactly("other-value", "text-value");
        assertThat(found(client.versionsOf(second, Deleted.LEFT_OUT)))
                .containsExactly(new SubjectVersion("text-value", 2));
        assertThat(found(client.subjects("text", Deleted.LEFT_OUT))).containsExactly("text-value");
        assertThat(found(client.schemaTypes())).contains("AVRO");
    }

    @Test
    void tellsApartWhatIsAbsent() {
        found(client.register("there", ints("There", "a"), false));

        assertThat(missing(client.avroSchema(1_000_000))).isEqualTo(Missing.SCHEMA);
        assertThat(missing(client.versionsOf(1_000_000, Deleted.LEFT_OUT))).isEqualTo(Missing.SCHEMA);
        assertThat(missing(client.latest("nowhere"))).isEqualTo(Missing.SUBJECT);
        assertThat(missing(client.version("there", 2))).isEqualTo(Missing.VERSION);
        assertThat(missing(client.lookUp("there", ints("There", "b"), false))).isEqualTo(Missing.SCHEMA);
        assertThat(missing(client.lookUp("nowhere", ints("There", "b"), false))).isEqualTo(Missing.SUBJECT);
    }

    @Test
    void takesSubjectsOfAnyName() {
        for (String subject : List.of("a/b c:d", "ä+ö&x=1?#", "50%25")) {
            found(client.register(subject, ints("Named", "a"), false));
            assertThat(found(client.latest(subject)).subject()).isEqualTo(subject);
        }
    }

    @Test
    void followsReferences() {
        found(client.register("point", ints("Point", "x"), false));
        found(client.register(
                "line",
                RegistrySchema.avro(
                        record("Line", "{\"name\":\"from\",\"type\":\"Point\"}").text(),
                        List.of(new SchemaReference("Point", "point", 1))),
                false));
        int id = found(client.register(
                "lines",
                RegistrySchema.avro(
                        "{\"type\":\"array\",\"items\":\"Line\"}", List.of(new SchemaReference("Line", "line", 1))),
                false));

        Schema lines = found(client.avroSchema(id));

        assertThat(lines.getElementType().getField("from").schema().getFullName())
                .isEqualTo("Point");
        assertThat(refusal(client.deleteVersion("point", 1, Deletion.SOFT))).isEqualTo(Refusal.NOT_PERMITTED);
    }

    @Test
    void refusesWhatIsIncompatibleOrInvalid() {
        found(client.register("checked", ints("Checked", "a"), false));
        found(client.setCompatibility("checked", Compatibility.BACKWARD));

        assertThat(found(client.compatibility("checked"))).isEqualTo(Compatibility.BACKWARD);
        assertThat(found(client.isCompatible("checked", ints("Checked", "b")))).isFalse();
        assertThat(refusal(client.register("checked", ints("Checked", "b"), false)))
                .isEqualTo(Refusal.INCOMPATIBLE);
        assertThat(refusal(client.register("checked", RegistrySchema.avro("{\"type\":\"nonsense\"}"), false)))
                .isEqualTo(Refusal.INVALID);
        assertThat(found(client.deleteCompatibility("checked"))).isTrue();
        assertThat(found(client.register("checked", ints("Checked", "b"), false)))
                .isPositive();
    }

    @Test
    void deletesSoftlyThenHard() {
        int id = found(client.register("gone", ints("Gone", "a"), false));

        assertThat(refusal(client.deleteSubject("gone", Deletion.HARD))).isEqualTo(Refusal.NOT_PERMITTED);
        assertThat(found(client.deleteSubject("gone", Deletion.SOFT))).containsExactly(1);
        assertThat(missing(client.latest("gone"))).isEqualTo(Missing.SUBJECT);
        assertThat(found(client.versions("gone", Deleted.INCLUDED))).containsExactly(1);
        assertThat(found(client.schemaById(id))).isEqualTo(ints("Gone", "a"));
        assertThat(found(client.register("gone", ints("Gone", "a"), false))).isEqualTo(id);
    }

    @Test
    void saysThatThisRegistryHasNoModesAndGivesItsOwnIds() {
        assertThat(refusal(client.mode())).isEqualTo(Refusal.NOT_SUPPORTED);
        assertThat(refusal(client.setMode("imported", RegistryMode.IMPORT, false)))
                .isEqualTo(Refusal.NOT_SUPPORTED);
        assertThat(found(client.importVersion(new RegisteredSchema("imported", 7, 999_999, ints("Imported", "a")))))
                .isNotEqualTo(999_999);
    }

    @Test
    void findsASchemaThatComesAfterItsData() throws Exception {
        RegistrySchema late = ints("Late", "a");
        int id = found(client.register("late", late, false)) + 1;
        CacheOptions impatient = new CacheOptions(
                10, 10, Duration.ZERO, 10, Duration.ofMillis(200), Duration.ofMillis(200), Duration.ofMillis(200));
        CountDownLatch isWaiting = new CountDownLatch(1);
        Sleeper sleeper = pause -> {
            isWaiting.countDown();
            Sleeper.REAL.sleep(pause);
        };
        PatientRegistry patient = new PatientRegistry(
                RegistryClient.open(options().with(impatient)), Patience.DEFAULTS, Clock.systemUTC(), sleeper);
        CompletableFuture<Outcome<Schema>> outcome = CompletableFuture.supplyAsync(() -> patient.avroSchema(id));
        assertThat(isWaiting.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();

        int registered = id - 1;
        for (int field = 0; registered < id; field++) {
            registered = found(client.register("late", ints("Late", "field" + field), false));
        }

        assertThat(found(outcome.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).getName())
                .isEqualTo("Late");
    }

    @Test
    void waitsForARegistryThatWasKilledAndFindsItsIds() throws Exception {
        int id = found(client.register("kept", ints("Kept", "a"), false));
        registry().kill();
        CountDownLatch isWaiting = new CountDownLatch(2);
        Sleeper sleeper = pause -> {
            isWaiting.countDown();
            Sleeper.REAL.sleep(pause);
        };
        PatientRegistry patient =
                new PatientRegistry(RegistryClient.open(options()), Patience.DEFAULTS, Clock.systemUTC(), sleeper);
        CompletableFuture<Outcome<Schema>> outcome = CompletableFuture.supplyAsync(() -> patient.avroSchema(id));
        try {
            assertThat(isWaiting.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } finally {
            registry().start();
        }

        assertThat(found(outcome.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).getName())
                .isEqualTo("Kept");
    }

    @Test
    void goesOnWithTheRegistryThatIsThere() {
        URI dead = URI.create("http://127.0.0.1:1");
        RegistryOptions both =
                RegistryOptions.of(dead, URI.create(registry().url())).with(RetryOptions.NONE);

        try (RegistryClient either = RegistryClient.open(both)) {
            assertThat(found(either.compatibility())).isEqualTo(Compatibility.NONE);
        }
        try (RegistryClient none = RegistryClient.open(RegistryOptions.of(dead).with(RetryOptions.NONE))) {
            assertThat(none.compatibility()).isInstanceOf(Unavailable.class);
        }
    }

    @Test
    void saysThatAWrongPathIsNoRegistry() {
        URI wrong = URI.create(registry().url()).resolve("/");
        try (RegistryClient lost = RegistryClient.open(RegistryOptions.of(wrong).with(RetryOptions.NONE))) {
            assertThat(refusal(lost.avroSchema(1))).isEqualTo(Refusal.NOT_SUPPORTED);
        }
    }
}
