package org.lsst.efd.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lsst.efd.registry.Outcome.Absent;
import org.lsst.efd.registry.Outcome.Found;
import org.lsst.efd.registry.Outcome.Missing;
import org.lsst.efd.registry.Outcome.Refusal;
import org.lsst.efd.registry.Outcome.Refused;

final class AvroSchemasTest {
    private final Map<SubjectVersion, RegistrySchema> registered = new HashMap<>();
    private final List<String> asked = new ArrayList<>();

    private Outcome<RegisteredSchema> version(String subject, int version) {
        asked.add(subject);
        RegistrySchema schema = registered.get(new SubjectVersion(subject, version));
        return schema == null
                ? new Absent<>(Missing.SUBJECT, new RegistryFailure("GET http://r", 404, 40401, subject))
                : new Found<>(new RegisteredSchema(subject, version, 1, schema));
    }

    private Outcome<Schema> parse(RegistrySchema schema) {
        return new AvroSchemas(this::version, "schema 7").parse(schema);
    }

    private static RegistrySchema referring(String text, String... subjects) {
        List<SchemaReference> references = new ArrayList<>();
        for (String subject : subjects) {
            references.add(new SchemaReference(subject, subject, 1));
        }
        return RegistrySchema.avro(text, references);
    }

    private void register(String subject, RegistrySchema schema) {
        registered.put(new SubjectVersion(subject, 1), schema);
    }

    private static String record(String name, String... fieldTypes) {
        StringBuilder fields = new StringBuilder();
        for (int i = 0; i < fieldTypes.length; i++) {
            fields.append(i == 0 ? "" : ",").append("{\"name\":\"f" + i + "\",\"type\":\"" + fieldTypes[i] + "\"}");
        }
        return "{\"type\":\"record\",\"name\":\"" + name + "\",\"fields\":[" + fields + "]}";
    }

    private static void assertUnusable(Outcome<Schema> outcome, String why) {
        assertThat(outcome).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(Refusal.UNUSABLE_SCHEMA);
            assertThat(refused.failure().toString()).startsWith("schema 7: ").contains(why);
        });
    }

    @Test
    void resolvesReferencesDepthFirstAndEachOnce() {
        register("leaf", RegistrySchema.avro(record("Leaf", "int")));
        register("left", referring(record("Left", "Leaf"), "leaf"));
        register("right", referring(record("Right", "Leaf"), "leaf"));

        Outcome<Schema> outcome = parse(referring(record("Root", "Left", "Right"), "left", "right"));

        assertThat(outcome).isInstanceOfSatisfying(Found.class, found -> {
            Schema root = (Schema) found.value();
            assertThat(root.getField("f1").schema().getField("f0").schema().getFullName())
                    .isEqualTo("Leaf");
        });
        assertThat(asked).containsExactly("left", "leaf", "right");
    }

    @Test
    void refusesReferencesThatGoInACircle() {
        register("a", referring(record("A", "B"), "b"));
        register("b", referring(record("B", "A"), "a"));

        assertUnusable(parse(referring(record("Root", "A"), "a")), "circle");
    }

    @Test
    void saysWhichReferenceIsAbsent() {
        register("a", referring(record("A", "B"), "b"));

        assertThat(parse(referring(record("Root", "A"), "a")))
                .isInstanceOfSatisfying(
                        Absent.class,
                        absent -> assertThat(absent.failure().text()).isEqualTo("b"));
    }

    @Test
    void refusesTwoReferencesThatDefineOneNameDifferently() {
        register("a", RegistrySchema.avro(record("Same", "int")));
        register("b", RegistrySchema.avro(record("Same", "long")));

        assertUnusable(parse(referring(record("Root", "Same"), "a", "b")), "Same");
    }

    @ParameterizedTest
    @ValueSource(strings = {"not JSON", "{\"type\":\"nonsense\"}", "{}", "", "[1]", "{\"type\":\"record\"}"})
    void refusesWhatIsNoAvro(String text) {
        assertUnusable(parse(RegistrySchema.avro(text)), "cannot be parsed");
    }

    @Test
    void refusesOtherTypes() {
        assertUnusable(parse(new RegistrySchema("json", "{}", List.of())), "JSON");
    }

    @Test
    void acceptsDefaultsAndNamesThatTheSpecificationForbids() {
        String nullInValueFirstUnion = "{\"type\":\"record\",\"name\":\"R\",\"fields\":["
                + "{\"name\":\"a-b\",\"type\":[\"float\",\"null\"],\"default\":null}]}";

        assertThat(parse(RegistrySchema.avro(nullInValueFirstUnion))).isInstanceOf(Found.class);
    }
}
