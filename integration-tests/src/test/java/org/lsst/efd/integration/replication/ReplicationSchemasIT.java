package org.lsst.efd.integration.replication;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.lsst.efd.integration.Sending;
import org.lsst.efd.integration.SharedSite;
import org.lsst.efd.integration.Soak;
import org.lsst.efd.integration.TaskNumbers;
import org.lsst.efd.integration.replication.CopyAudit.Copied;
import org.lsst.efd.quickstart.connect.ConnectRest;
import org.lsst.efd.quickstart.process.Await;
import org.lsst.efd.quickstart.stack.KafkaCluster;
import org.lsst.efd.quickstart.stack.LocalStack;
import org.lsst.efd.registry.RegisteredSchema;
import org.lsst.efd.registry.WireFormat;

/** Schemas of three formats, in versions that refer to others, between two registries whose ids collide. */
class ReplicationSchemasIT {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final int SUBJECTS = Soak.rounds(6, 200);
    private static final int VERSIONS = 5;
    private static final int RECORDS_OF_A_VERSION = 4;
    private static final Duration LATE = Duration.ofSeconds(Soak.rounds(3, 20));
    private static final Duration PAUSE = Duration.ofMillis(200);

    @RegisterExtension
    static final SharedSite<ReplicationSite> SITE = new SharedSite<>(ReplicationSite.class, ReplicationSite::new);

    private static LocalStack stack;
    private static KafkaCluster summit;
    private static KafkaCluster ldf;
    private static ConnectRest rest;
    private static Schemas there;
    private static Schemas here;
    private static CopyAudit audit;
    private static TaskNumbers numbers;

    @BeforeAll
    static void takePlace() {
        ReplicationSite site = SITE.get();
        stack = site.stack();
        summit = site.summit();
        ldf = site.ldf();
        rest = site.rest();
        there = site.there();
        here = site.here();
        audit = site.audit();
        numbers = site.numbers();
        for (SchemaFormat format : SchemaFormat.values()) {
            format.registerPoints(there);
        }
    }

    /** A topic whose values have a schema of this format, and a subject of its name. */
    private record Subject(String topic, SchemaFormat format) {
        /** Of the formats in turn. */
        static List<Subject> of(String prefix, int count) {
            SchemaFormat[] formats = SchemaFormat.values();
            return IntStream.range(0, count)
                    .mapToObj(number -> {
                        SchemaFormat format = formats[number % formats.length];
                        return new Subject(prefix + "-" + format.lowerCase() + "-" + number, format);
                    })
                    .toList();
        }

        String name() {
            return topic + "-value";
        }

        int register(int version) {
            return there.register(name(), format.schema(recordName(), version));
        }

        /** A message with this id, of a version that need not be registered. */
        byte[] message(int id, int version, long number) {
            return WireFormat.frame(id, format.body(there, format.schema(recordName(), version), number));
        }

        private String recordName() {
            return topic.replace('-', '_');
        }
    }

    @Test
    void schemasOfAllFormatsAreTheSameCharacterForCharacterBehindIdsOfTheTarget() {
        List<Subject> subjects = Subject.of("formats", SUBJECTS);
        int lastId = 0;
        for (Subject subject : subjects) {
            for (int version = 1; version <= VERSIONS; version++) {
                lastId = subject.register(version);
            }
            summit.createTopic(subject.topic(), 1);
        }
        takeIdsHereUpTo(lastId);
        rest.put("formats", ReplicationConfig.of(stack, "formats-.*"));
        rest.awaitRunning("formats", ReplicationConfig.TASKS);
        long starts = numbers.taskStarts();

        // the last version first: what comes before it is brought all the same, and in its order
        try (Sending sending = new Sending(summit.producer())) {
            for (int version = VERSIONS; version >= 1; version--) {
                for (Subject subject : subjects) {
                    send(sending, subject, version);
                }
            }
        }
        for (Subject subject : subjects) {
            assertThat(assertKept(subject)).hasSize(VERSIONS * RECORDS_OF_A_VERSION);
        }

        assertThat(numbers.taskStarts()).as("starts of tasks").isEqualTo(starts);
        System.out.printf(
                "%d subjects of %d versions with references, in %s: each text, each reference and each byte after the id "
                        + "is what it was%n",
                SUBJECTS, VERSIONS, List.of(SchemaFormat.values()));
        rest.delete("formats");
    }

    private static void send(Sending sending, Subject subject, int version) {
        int id = there.version(subject.name(), version).id();
        for (int record = 0; record < RECORDS_OF_A_VERSION; record++) {
            sending.send(subject.topic(), 0, subject.message(id, version, record));
        }
    }

    @Test
    void aVersionThatComesAfterItsDataCostsItsWaitAndNoRestart() throws Exception {
        String others = "sixth-others";
        List<Subject> subjects = Subject.of("sixth", SchemaFormat.values().length);
        summit.createTopic(others, 1);
        for (Subject subject : subjects) {
            summit.createTopic(subject.topic(), 1);
        }
        try (Sending sending = new Sending(summit.producer())) {
            for (Subject subject : subjects) {
                for (int version = 1; version <= VERSIONS; version++) {
                    subject.register(version);
                    send(sending, subject, version);
                }
            }
        }
        int before = there.register("sixth-before", Schemas.record("BeforeTheSixth", "x"));
        takeIdsHereUpTo(before + subjects.size());
        rest.put("sixth", ReplicationConfig.of(stack, "sixth-.*"));
        int known = VERSIONS * RECORDS_OF_A_VERSION;
        for (Subject subject : subjects) {
            audit.awaitCount(subject.topic(), known);
        }
        long starts = numbers.taskStarts();

        for (int i = 0; i < subjects.size(); i++) {
            Subject subject = subjects.get(i);
            summit.append(subject.topic(), List.of(subject.message(before + 1 + i, VERSIONS + 1, i)));
        }
        Await.until(
                "partitions that wait",
                LIMIT,
                () -> numbers.of("sixth", "waiting-partitions", "reason", "schema-unknown") == subjects.size());
        int flowed = 0;
        for (; flowed < LATE.dividedBy(PAUSE); flowed++) {
            summit.append(others, List.of("not held".getBytes(UTF_8)));
            Thread.sleep(PAUSE.toMillis());
        }
        audit.awaitCount(others, flowed);
        for (Subject subject : subjects) {
            assertThat(ldf.records(subject.topic())).hasSize(known);
        }
        for (int i = 0; i < subjects.size(); i++) {
            assertThat(subjects.get(i).register(VERSIONS + 1)).isEqualTo(before + 1 + i);
        }
        for (Subject subject : subjects) {
            assertThat(assertKept(subject)).hasSize(known + 1);
        }
        assertThat(numbers.taskStarts()).as("starts of tasks").isEqualTo(starts);
        rest.delete("sixth");
    }

    /** Gives the ids of the Summit another meaning at the LDF. */
    private static void takeIdsHereUpTo(int id) {
        int number = 0;
        while (here.register("taken-" + number, Schemas.record("Taken" + number, "x")) < id) {
            number++;
        }
    }

    /** The records of a topic and their copies, which say the same with a schema that is the same. */
    private static List<Copied> assertKept(Subject subject) {
        List<Copied> pairs = audit.await(subject.topic());
        List<RegisteredSchema> source = versions(there, subject);
        List<RegisteredSchema> target = versions(here, subject);
        assertThat(target).hasSameSizeAs(source);
        List<Integer> idsThere = source.stream().map(RegisteredSchema::id).toList();
        for (int i = 0; i < source.size(); i++) {
            // type, text, and the references with their names, subjects and versions
            assertThat(target.get(i).schema())
                    .isEqualTo(source.get(i).schema())
                    .isEqualTo(subject.format().schema(subject.recordName(), i + 1));
        }
        for (Copied pair : pairs) {
            int idThere = WireFormat.schemaId(pair.sent().value());
            int idHere = WireFormat.schemaId(pair.copy().value());
            assertThat(idHere).isEqualTo(target.get(idsThere.indexOf(idThere)).id());
            assertThat(here.text(idHere)).isEqualTo(there.text(idThere)).isNotEqualTo(here.text(idThere));
            assertThat(body(pair.copy().value())).isEqualTo(body(pair.sent().value()));
            if (subject.format() == SchemaFormat.AVRO) {
                assertThat(here.decode(pair.copy().value()))
                        .isEqualTo(there.decode(pair.sent().value()));
            }
        }
        return pairs;
    }

    private static List<RegisteredSchema> versions(Schemas site, Subject subject) {
        List<RegisteredSchema> versions = new ArrayList<>();
        site.versions(subject.name()).forEach(version -> versions.add(site.version(subject.name(), version)));
        return versions;
    }

    private static byte[] body(byte[] message) {
        return Arrays.copyOfRange(message, WireFormat.PREFIX_BYTES, message.length);
    }
}
