package org.lsst.efd.connect.replication.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lsst.efd.registry.Compatibility;
import org.lsst.efd.registry.Deletion;
import org.lsst.efd.registry.InTestRegistry;
import org.lsst.efd.registry.Outcome;
import org.lsst.efd.registry.RegisteredSchema;
import org.lsst.efd.registry.RegistryClient;
import org.lsst.efd.registry.RegistryMode;
import org.lsst.efd.registry.RegistryOptions;
import org.lsst.efd.registry.RegistrySchema;
import org.lsst.efd.registry.SchemaReference;

class SchemaModesTest {
    private final InTestRegistry source = InTestRegistry.start();
    private final InTestRegistry target = InTestRegistry.start();
    private final RegistryClient from =
            RegistryClient.open(RegistryOptions.of(source.url())).withoutRetries();
    private final RegistryClient to =
            RegistryClient.open(RegistryOptions.of(target.url())).withoutRetries();
    private final SchemaReport report = new SchemaReport();

    @AfterEach
    void close() {
        source.close();
        target.close();
    }

    @Test
    void registersAllVersionsUpToTheNeededOneInOrderAndWordForWord() throws Unresolved {
        occupyIds();
        int first = source.register("t-value", record("{\"name\":\"a\",\"type\":\"int\",\"units\":\"m/s\"}"));
        int second = source.register("t-value", record("{\"name\":\"a\",\"type\":\"int\"}," + optional("b")));
        int third = source.register("t-value", record("{\"name\":\"a\",\"type\":\"int\"}," + optional("c")));
        Translation translation = translation(false);

        int id = translation.resolve(value("t", "t", second));

        assertThat(id).isNotEqualTo(second);
        assertThat(texts("t-value"))
                .containsExactly(
                        record("{\"name\":\"a\",\"type\":\"int\",\"units\":\"m/s\"}"),
                        record("{\"name\":\"a\",\"type\":\"int\"}," + optional("b")));
        assertThat(translation.resolve(value("t", "t", third))).isGreaterThan(id);
        assertThat(translation.resolve(value("t", "t", first))).isLessThan(id);
        assertThat(texts("t-value")).hasSize(3);
        assertThat(report.versions()).isEqualTo(3);
    }

    @Test
    void oneIdSharedByTopicsGivesASubjectForEach() throws Unresolved {
        String text = record("{\"name\":\"a\",\"type\":\"int\"}");
        int id = source.register("t1-value", text);
        source.register("t2-value", text);
        source.register("t2-key", text);
        Translation translation = translation(false);
        int one = translation.resolve(value("t1", "x.t1", id));
        assertThat(translation.resolve(value("t2", "x.t2", id))).isEqualTo(one);
        assertThat(translation.resolve(new IdQuestion("t2", "x.t2", true, id))).isEqualTo(one);
        assertThat(target.contents())
                .extracting(RegisteredSchema::subject)
                .containsExactlyInAnyOrder("x.t1-value", "x.t2-value", "x.t2-key");
    }

    @Test
    void subjectsOfRecordsKeepTheirNamesAndThoseOfTheTopicFollowIt() throws Unresolved {
        int id = source.register("org.Record", record("{\"name\":\"a\",\"type\":\"int\"}"));
        source.register("t-org.Record", record("{\"name\":\"a\",\"type\":\"int\"}"));
        translation(false).resolve(value("t", "merged", id));
        assertThat(target.contents())
                .extracting(RegisteredSchema::subject)
                .containsExactlyInAnyOrder("org.Record", "merged-org.Record");
    }

    @Test
    void referredSchemasComeFirstAndAreReferredToByTheirVersionsAtTheTarget() throws Unresolved {
        occupyIds();
        target.register("point", "{\"type\":\"fixed\",\"name\":\"other\",\"size\":1}");
        target.setCompatibility(Compatibility.NONE);
        source.register(
                "point", "{\"type\":\"record\",\"name\":\"Point\",\"fields\":[{\"name\":\"x\",\"type\":\"int\"}]}");
        RegistrySchema line = RegistrySchema.avro(
                record("{\"name\":\"p\",\"type\":\"Point\"}"), List.of(new SchemaReference("Point", "point", 1)));
        int id = source.register("t-value", line);

        int there = translation(false).resolve(value("t", "t", id));

        RegistrySchema copied = found(to.schemaById(there));
        assertThat(copied.text()).isEqualTo(line.text());
        assertThat(copied.references()).containsExactly(new SchemaReference("Point", "point", 2));
        assertThat(found(to.avroSchema(there)).getField("p").schema().getName()).isEqualTo("Point");
    }

    @Test
    void copiesTheCompatibilityOfANewSubjectAndNoModeThatWouldRefuseItsLaterVersions() throws Unresolved {
        int first = source.register("t-value", record("{\"name\":\"a\",\"type\":\"int\"}"));
        int second = source.register("t-value", record("{\"name\":\"a\",\"type\":\"int\"}," + optional("b")));
        from.setCompatibility("t-value", Compatibility.FULL);
        from.setMode("t-value", RegistryMode.READONLY, false);
        Translation translation = translation(false);
        translation.resolve(value("t", "t", first));
        assertThat(found(to.compatibility("t-value"))).isEqualTo(Compatibility.FULL);
        // the backlog goes on
        translation.resolve(value("t", "t", second));
        assertThat(texts("t-value")).hasSize(2);
    }

    @Test
    void setsCompatibilityAfterTheFirstVersionWhereTheRegistryTakesItNoSooner() throws Unresolved {
        source.register("t-value", record("{\"name\":\"a\",\"type\":\"int\"}"));
        int id = source.register("t-value", record("{\"name\":\"a\",\"type\":\"int\"}," + optional("b")));
        from.setCompatibility("t-value", Compatibility.FULL);
        target.onRequest(request -> request.method().equals("PUT")
                        && request.path().equals("/config/t-value")
                        && target.contents().isEmpty()
                ? Optional.of(new InTestRegistry.Fault(404, 40401, Optional.empty()))
                : Optional.empty());
        translation(false).resolve(value("t", "t", id));
        assertThat(found(to.compatibility("t-value"))).isEqualTo(Compatibility.FULL);
        assertThat(texts("t-value")).hasSize(2);
    }

    @Test
    void aNewSubjectGetsItsCompatibilityAlsoWhereARegistryWasAwayInBetween() throws Unresolved {
        int id = source.register("t-value", record("{\"name\":\"a\",\"type\":\"int\"}"));
        from.setCompatibility("t-value", Compatibility.FULL);
        Translation translation = translation(false);
        source.onRequest(request -> request.path().equals("/config/t-value")
                ? Optional.of(InTestRegistry.Fault.status(503))
                : Optional.empty());
        assertThatThrownBy(() -> translation.resolve(value("t", "t", id))).isInstanceOf(Unresolved.class);
        source.recover();
        // takes no level before the first version, and is away right after it
        target.onRequest(
                request -> request.method().equals("PUT") && request.path().equals("/config/t-value")
                        ? Optional.of(
                                target.contents().isEmpty()
                                        ? new InTestRegistry.Fault(404, 40401, Optional.empty())
                                        : InTestRegistry.Fault.status(503))
                        : Optional.empty());
        assertThatThrownBy(() -> translation.resolve(value("t", "t", id))).isInstanceOf(Unresolved.class);
        assertThat(texts("t-value")).hasSize(1);
        target.recover();
        translation.resolve(value("t", "t", id));
        assertThat(found(to.compatibility("t-value"))).isEqualTo(Compatibility.FULL);
    }

    @Test
    void aSourceThatMayNotTellTheCompatibilityIsCopiedWithout() throws Unresolved {
        int id = source.register("t-value", record("{\"name\":\"a\",\"type\":\"int\"}"));
        source.onRequest(request -> request.path().equals("/config/t-value")
                ? Optional.of(InTestRegistry.Fault.status(403))
                : Optional.empty());
        translation(false).resolve(value("t", "t", id));
        assertThat(texts("t-value")).hasSize(1);
        assertThat(to.compatibility("t-value")).isInstanceOf(Outcome.Absent.class);
    }

    @Test
    void anIncompatibleHistoryIsToldOrForcedByPolicy() throws Unresolved {
        source.setCompatibility(Compatibility.NONE);
        source.register("t-value", record("{\"name\":\"a\",\"type\":\"int\"}"));
        int second = source.register("t-value", record("{\"name\":\"a\",\"type\":\"string\"}"));
        assertThatThrownBy(() -> translation(false).resolve(value("t", "t", second)))
                .isInstanceOfSatisfying(Unresolved.class, conflict -> {
                    assertThat(conflict.kind()).isEqualTo(Unresolved.Kind.CONFLICT);
                    assertThat(conflict.reason()).contains("version 2 of subject t-value");
                });
        assertThat(report.conflicts()).isEqualTo(1);
        translation(true).resolve(value("t", "t", second));
        assertThat(texts("t-value")).hasSize(2);
        assertThat(to.compatibility("t-value")).isInstanceOf(Outcome.Absent.class);
    }

    @Test
    void softlyDeletedVersionsComeOnlyWhenNeededOrAskedFor() throws Unresolved {
        int first = source.register("t-value", record("{\"name\":\"a\",\"type\":\"int\"}"));
        source.register("t-value", record("{\"name\":\"a\",\"type\":\"int\"}," + optional("b")));
        int third = source.register("t-value", record("{\"name\":\"a\",\"type\":\"int\"}," + optional("c")));
        from.deleteVersion("t-value", 1, Deletion.SOFT);
        from.deleteVersion("t-value", 2, Deletion.SOFT);
        Translation translation = translation(false);
        translation.resolve(value("t", "t", third));
        assertThat(texts("t-value")).hasSize(1);
        translation.resolve(value("t", "t", first));
        assertThat(texts("t-value")).hasSize(2);
    }

    @Test
    void anUnknownIdAndARegistryThatIsAwayAreToldApart() {
        assertThatThrownBy(() -> translation(false).resolve(value("t", "t", 99)))
                .isInstanceOfSatisfying(
                        Unresolved.class, unknown -> assertThat(unknown.kind()).isEqualTo(Unresolved.Kind.UNKNOWN));
        source.goAway();
        assertThatThrownBy(() -> translation(false).resolve(value("t", "t", 98)))
                .isInstanceOfSatisfying(
                        Unresolved.class, away -> assertThat(away.kind()).isEqualTo(Unresolved.Kind.UNAVAILABLE));
    }

    @Test
    void preservesIdsSubjectsAndVersions() throws Unresolved {
        source.register("u-value", record("{\"name\":\"z\",\"type\":\"int\"}"));
        source.register(
                "point", "{\"type\":\"record\",\"name\":\"Point\",\"fields\":[{\"name\":\"x\",\"type\":\"int\"}]}");
        source.register("t-value", record("{\"name\":\"a\",\"type\":\"int\"}"));
        RegistrySchema line = RegistrySchema.avro(
                record("{\"name\":\"a\",\"type\":\"int\"},"
                        + "{\"name\":\"p\",\"type\":[\"null\",\"Point\"],\"default\":null}"),
                List.of(new SchemaReference("Point", "point", 1)));
        int id = source.register("t-value", line);
        Preservation preservation = new Preservation(new SourceSchemas(from, false), to, report);

        assertThat(preservation.resolve(value("t", "t", id))).isEqualTo(id);

        List<RegisteredSchema> wanted = source.contents().stream()
                .filter(schema -> !schema.subject().equals("u-value"))
                .toList();
        assertThat(target.contents()).containsExactlyInAnyOrderElementsOf(wanted);
    }

    @Test
    void preservationAndVerificationNameBothFingerprintsAndWriteNothing() {
        int id = source.register("t-value", record("{\"name\":\"a\",\"type\":\"int\"}"));
        target.register("t-value", record("{\"name\":\"a\",\"type\":\"long\"}"));
        List<RegisteredSchema> before = target.contents();
        List<IdResolver> resolvers = List.of(
                new Preservation(new SourceSchemas(from, false), to, report),
                new Verification(new SourceSchemas(from, false), to, report));
        for (IdResolver resolver : resolvers) {
            assertThatThrownBy(() -> resolver.resolve(value("t", "t", id)))
                    .isInstanceOf(Unresolved.class)
                    .hasMessageMatching("id 1 is another schema at the target: [0-9a-f]{16} there, [0-9a-f]{16} .*");
        }
        assertThat(target.contents()).isEqualTo(before);
        assertThat(report.conflicts()).isEqualTo(2);
    }

    @Test
    void verificationFindsWhatIsThereAndMissesWhatIsNot() throws Unresolved {
        int id = source.register("t-value", record("{\"name\":\"a\",\"type\":\"int\"}"));
        Verification verification = new Verification(new SourceSchemas(from, false), to, report);
        assertThatThrownBy(() -> verification.resolve(value("t", "t", id))).isInstanceOf(Unresolved.class);
        target.put(found(from.version("t-value", 1)));
        RegistryClient fresh = RegistryClient.open(RegistryOptions.of(target.url()));
        assertThat(new Verification(new SourceSchemas(from, false), fresh, report).resolve(value("t", "t", id)))
                .isEqualTo(id);
    }

    @Test
    void copiesSubjectsThatNoRecordNeedsYet() throws Unresolved {
        source.register("day-value", record("{\"name\":\"a\",\"type\":\"int\"}"));
        source.register("day-value", record("{\"name\":\"a\",\"type\":\"int\"}," + optional("b")));
        translation(false).copySubject("day-value");
        assertThat(texts("renamed-day-value")).hasSize(2);
    }

    private Translation translation(boolean forces) {
        return new Translation(from, to, new TransferRules(false, true, forces), name -> "renamed-" + name, report);
    }

    private void occupyIds() {
        for (int i = 0; i < 5; i++) {
            target.register("occupied-" + i, "{\"type\":\"fixed\",\"name\":\"f" + i + "\",\"size\":2}");
        }
    }

    private List<String> texts(String subject) {
        return target.contents().stream()
                .filter(schema -> schema.subject().equals(subject))
                .map(schema -> schema.schema().text())
                .toList();
    }

    private static IdQuestion value(String topic, String targetTopic, int id) {
        return new IdQuestion(topic, targetTopic, false, id);
    }

    private static String record(String fields) {
        return "{\"type\":\"record\",\"name\":\"R\",\"fields\":[" + fields + "]}";
    }

    private static String optional(String name) {
        return "{\"name\":\"" + name + "\",\"type\":\"int\",\"default\":0}";
    }

    private static <T> T found(Outcome<T> outcome) {
        if (outcome instanceof Outcome.Found<T> found) {
            return found.value();
        }
        throw new AssertionError(outcome);
    }
}
