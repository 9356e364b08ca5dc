package org.lsst.efd.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lsst.efd.registry.Outcome.Absent;
import org.lsst.efd.registry.Outcome.Found;
import org.lsst.efd.registry.Outcome.Missing;
import org.lsst.efd.registry.Outcome.Refusal;
import org.lsst.efd.registry.Outcome.Refused;

final class RegistryClientTest {
    private static final RegistrySchema V1 = RegistrySchema.avro(record("{\"name\":\"a\",\"type\":\"int\"}"));
    private static final RegistrySchema V2 = RegistrySchema.avro(
            record("{\"name\":\"a\",\"type\":\"int\"},{\"name\":\"b\",\"type\":\"int\",\"default\":0}"));
    private static final RegistrySchema INCOMPATIBLE =
            RegistrySchema.avro(record("{\"name\":\"c\",\"type\":\"string\"}"));

    private final InTestRegistry registry = InTestRegistry.start();
    private final RegistryClient client =
            RegistryClient.open(RegistryOptions.of(registry.url()).with(RetryOptions.NONE));

    @AfterEach
    void stop() {
        client.close();
        registry.close();
    }

    private static String record(String fields) {
        return "{\"type\":\"record\",\"name\":\"R\",\"units\":\"kept\",\"fields\":[" + fields + "]}";
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
    void registersFindsAndListsVersions() {
        int first = found(client.register("s", V1, false));
        int second = found(client.register("s", V2, false));

        assertThat(found(client.register("other", V1, false))).isEqualTo(first);
        assertThat(second).isNotEqualTo(first);
        assertThat(found(client.schemaById(first))).isEqualTo(V1);
        assertThat(found(client.schemaById(second, "s"))).isEqualTo(V2);
        assertThat(found(client.versions("s", Deleted.LEFT_OUT))).containsExactly(1, 2);
        assertThat(found(client.version("s", 2))).isEqualTo(new RegisteredSchema("s", 2, second, V2));
        assertThat(found(client.latest("s")).version()).isEqualTo(2);
        assertThat(found(client.lookUp("s", V1, false)).version()).isEqualTo(1);
        assertThat(found(client.subjects(Deleted.LEFT_OUT))).containsExactly("other", "s");
        assertThat(found(client.subjects("o", Deleted.LEFT_OUT))).containsExactly("other");
        assertThat(found(client.subjectsOf(first, Deleted.LEFT_OUT))).containsExactly("other", "s");
        assertThat(found(client.versionsOf(first, Deleted.LEFT_OUT)))
                .containsExactly(new SubjectVersion("other", 1), new SubjectVersion("s", 1));
        assertThat(found(client.schemaTypes())).contains("AVRO", "PROTOBUF");
    }

    @Test
    void tellsApartWhatIsAbsent() {
        registry.register("s", V1);

        assertThat(missing(client.schemaById(99))).isEqualTo(Missing.SCHEMA);
        assertThat(missing(client.avroSchema(99))).isEqualTo(Missing.SCHEMA);
        assertThat(missing(client.latest("t"))).isEqualTo(Missing.SUBJECT);
        assertThat(missing(client.versions("t", Deleted.LEFT_OUT))).isEqualTo(Missing.SUBJECT);
        assertThat(missing(client.version("s", 2))).isEqualTo(Missing.VERSION);
        assertThat(missing(client.lookUp("s", V2, false))).isEqualTo(Missing.SCHEMA);
        assertThat(missing(client.lookUp("t", V2, false))).isEqualTo(Missing.SUBJECT);
        assertThat(missing(client.compatibility("s"))).isEqualTo(Missing.SUBJECT_COMPATIBILITY);
        assertThat(missing(client.mode("s"))).isEqualTo(Missing.SUBJECT_MODE);
        assertThat(missing(client.deleteSubject("t", Deletion.SOFT))).isEqualTo(Missing.SUBJECT);
    }

    @Test
    void deletesSoftlyThenHard() {
        int id = found(client.register("s", V1, false));
        found(client.register("s", V2, false));

        assertThat(refusal(client.deleteVersion("s", 1, Deletion.HARD))).isEqualTo(Refusal.NOT_PERMITTED);
        assertThat(found(client.deleteVersion("s", 1, Deletion.SOFT))).isEqualTo(1);
        assertThat(found(client.versions("s", Deleted.LEFT_OUT))).containsExactly(2);
        assertThat(found(client.versions("s", Deleted.INCLUDED))).containsExactly(1, 2);
        assertThat(missing(client.version("s", 1))).isEqualTo(Missing.VERSION);
        assertThat(found(client.version("s", 1, Deleted.INCLUDED)).id()).isEqualTo(id);
        assertThat(found(client.deleteSubject("s", Deletion.SOFT))).containsExactly(2);
        assertThat(found(client.subjects(Deleted.LEFT_OUT))).isEmpty();
        assertThat(found(client.subjects(Deleted.INCLUDED))).containsExactly("s");
        assertThat(found(client.deleteSubject("s", Deletion.HARD))).containsExactly(1, 2);
        assertThat(found(client.subjects(Deleted.INCLUDED))).isEmpty();
    }

    @Test
    void importsIdsAndVersionsInImportModeOnly() {
        RegisteredSchema seventh = new RegisteredSchema("s", 7, 4711, V1);

        assertThat(refusal(client.importVersion(seventh))).isEqualTo(Refusal.NOT_PERMITTED);
        assertThat(found(client.setMode("s", RegistryMode.IMPORT, false))).isEqualTo(RegistryMode.IMPORT);
        assertThat(found(client.importVersion(seventh))).isEqualTo(4711);
        assertThat(found(client.version("s", 7))).isEqualTo(seventh);
        assertThat(refusal(client.importVersion(new RegisteredSchema("s", 8, 4711, V2))))
                .isEqualTo(Refusal.NOT_PERMITTED);
        assertThat(refusal(client.register("s", V2, false))).isEqualTo(Refusal.NOT_PERMITTED);
        assertThat(found(client.mode("s"))).isEqualTo(RegistryMode.IMPORT);
        assertThat(found(client.deleteMode("s"))).isTrue();
        assertThat(found(client.mode())).isEqualTo(RegistryMode.READWRITE);
        assertThat(found(client.register("s", V2, false))).isEqualTo(4712);
        assertThat(refusal(client.setMode("s", RegistryMode.IMPORT, false))).isEqualTo(Refusal.NOT_PERMITTED);
        assertThat(found(client.setMode("s", RegistryMode.IMPORT, true))).isEqualTo(RegistryMode.IMPORT);
    }

    @Test
    void setsAndChecksCompatibility() {
        found(client.register("s", V1, false));

        assertThat(found(client.compatibility())).isEqualTo(Compatibility.BACKWARD);
        assertThat(found(client.isCompatible("s", INCOMPATIBLE))).isFalse();
        assertThat(found(client.isCompatible("s", V2))).isTrue();
        assertThat(refusal(client.register("s", INCOMPATIBLE, false))).isEqualTo(Refusal.INCOMPATIBLE);
        assertThat(found(client.setCompatibility("s", Compatibility.NONE))).isEqualTo(Compatibility.NONE);
        assertThat(found(client.compatibility("s"))).isEqualTo(Compatibility.NONE);
        assertThat(found(client.register("s", INCOMPATIBLE, false))).isPositive();
        assertThat(found(client.deleteCompatibility("s"))).isTrue();
        assertThat(found(client.setCompatibility(Compatibility.FULL))).isEqualTo(Compatibility.FULL);
        assertThat(found(client.compatibility())).isEqualTo(Compatibility.FULL);
    }

    @Test
    void encodesSubjectsOfAnyName() {
        for (String subject : List.of("a/b", "a b", "a:b+c", "ä?x=1&y#z", "50%25")) {
            int id = found(client.register(subject, V1, false));

            assertThat(found(client.latest(subject)).subject()).isEqualTo(subject);
            assertThat(found(client.subjectsOf(id, Deleted.LEFT_OUT))).contains(subject);
            assertThat(found(client.subjects(subject, Deleted.LEFT_OUT))).containsExactly(subject);
        }
    }

    @Test
    void keepsTheTextAndTypeAndReferencesOfASchema() {
        RegistrySchema json = new RegistrySchema("JSON", "{ \"type\" :\"object\"}", List.of());
        found(client.register("base", V1, false));
        RegistrySchema referring = RegistrySchema.avro(
                "{\"type\":\"array\", \"items\":\"R\"}", List.of(new SchemaReference("R", "base", 1)));

        int jsonId = found(client.register("j", json, false));
        int referringId = found(client.register("r", referring, false));

        assertThat(found(client.schemaById(jsonId))).isEqualTo(json);
        assertThat(found(client.schemaById(referringId))).isEqualTo(referring);
        assertThat(refusal(client.deleteVersion("base", 1, Deletion.SOFT))).isEqualTo(Refusal.NOT_PERMITTED);
    }

    @Test
    void passesTheWishToNormalize() {
        found(client.register("s", V1, true));
        found(client.lookUp("s", V1, true));

        assertThat(registry.count("POST", "/subjects/s/versions?normalize=true"))
                .isEqualTo(1);
        assertThat(registry.count("POST", "/subjects/s?normalize=true")).isEqualTo(1);
    }

    @Test
    void saysThatThereIsNoRegistryUnderAUrl() {
        try (RegistryClient wrong = RegistryClient.open(
                RegistryOptions.of(registry.url().resolve("/elsewhere")).with(RetryOptions.NONE))) {
            assertThat(refusal(wrong.schemaById(1))).isEqualTo(Refusal.NOT_SUPPORTED);
        }
    }

    @Test
    void refusesWhatTheRegistryFindsInvalid() {
        assertThat(refusal(client.register("s", RegistrySchema.avro("{\"type\":\"nonsense\"}"), false)))
                .isEqualTo(Refusal.INVALID);
        registry.failWith(new InTestRegistry.Fault(422, 42205, Optional.empty()));
        assertThat(refusal(client.register("s", V1, false))).isEqualTo(Refusal.NOT_PERMITTED);
    }
}
