package org.lsst.efd.connect.avro.framing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.generic.GenericData;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lsst.efd.connect.avro.decode.DecodePlan;
import org.lsst.efd.connect.avro.random.RandomMessage;
import org.lsst.efd.connect.avro.schema.MappingOptions;
import org.lsst.efd.connect.avro.schema.Projection;
import org.lsst.efd.registry.Compatibility;
import org.lsst.efd.registry.InTestRegistry;
import org.lsst.efd.registry.PatientRegistry;
import org.lsst.efd.registry.PatientRegistry.Patience;
import org.lsst.efd.registry.RegistryClient;
import org.lsst.efd.registry.RegistryOptions;
import org.lsst.efd.registry.WireFormat;

final class RegisteredFramingTest {
    private static final String SCHEMA =
            """
            {"type": "record", "name": "azimuth", "namespace": "lsst.sal.MTMount", "fields": [
              {"name": "position", "type": "double", "default": 0.0},
              {"name": "inner", "type": {"type": "record", "name": "inner", "fields": [
                {"name": "state", "type": "string"}]}}]}
            """;

    private final InTestRegistry registry = InTestRegistry.start();
    private final MovedClock clock = new MovedClock();

    @AfterEach
    void close() {
        registry.close();
    }

    private RegisteredFraming framing() {
        return framing(SubjectStrategy.TOPIC, Registration.REGISTER, true);
    }

    private RegisteredFraming framing(SubjectStrategy subjects, Registration registration, boolean strict) {
        RegistryClient client = RegistryClient.open(RegistryOptions.of(registry.url()), clock, clock.sleeper());
        PatientRegistry patient = new PatientRegistry(client, Patience.DEFAULTS, clock, clock.sleeper());
        RegisteredEncoders encoders = new RegisteredEncoders(
                patient,
                new RegisteredEncoders.Options(
                        subjects, false, registration, false, strict, Duration.ofSeconds(60), 10),
                MappingOptions.DEFAULTS,
                clock);
        return new RegisteredFraming(
                client,
                patient,
                subjects,
                false,
                new DecodePlan.Compiler(MappingOptions.DEFAULTS, Projection.ALL, false),
                encoders,
                10);
    }

    private static byte[] message(int id) {
        org.apache.avro.Schema avro = new org.apache.avro.Schema.Parser().parse(SCHEMA);
        GenericData.Record inner = new GenericData.Record(avro.getField("inner").schema());
        inner.put("state", "secret state");
        GenericData.Record record = new GenericData.Record(avro);
        record.put("position", 1.25);
        record.put("inner", inner);
        return WireFormat.frame(id, RandomMessage.binary(avro, record));
    }

    private static Schema flat(String field) {
        return SchemaBuilder.struct()
                .name("flat")
                .field(field, Schema.FLOAT64_SCHEMA)
                .build();
    }

    // --- reading

    @Test
    void theVersionIsThatOfTheSubject() {
        registry.setCompatibility(Compatibility.NONE);
        registry.register("t-value", "\"int\"");
        int id = registry.register("t-value", SCHEMA);

        assertThat(framing().decode("t", message(id)).schema().version()).isEqualTo(2);
    }

    @Test
    void aRenamedTopicIsReadWithoutItsSubject() {
        int id = registry.register("t-value", SCHEMA);

        SchemaAndValue read = framing().decode("renamed", message(id));

        assertThat(((Struct) read.value()).getFloat64("position")).isEqualTo(1.25);
        assertThat(read.schema().version()).isNull();
    }

    @Test
    void aSchemaThatComesTwentySecondsAfterItsDataIsWaitedFor() {
        int other = registry.register("other-value", "\"int\"");
        clock.onMove(now -> {
            if (now.compareTo(Duration.ofSeconds(20)) >= 0) {
                registry.register("t-value", SCHEMA);
            }
        });

        assertThat(framing().decode("t", message(other + 1)).value()).isNotNull();
    }

    @Test
    void anIdThatNeverComesIsABadRecordAndOneRequestPerNegativeCacheTime() {
        RegisteredFraming framing = framing();
        assertThatThrownBy(() -> framing.decode("t", message(99)))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("topic t", "schema id 99");
        assertThat(clock.passed()).isGreaterThanOrEqualTo(Duration.ofSeconds(60));

        registry.forgetRequests();
        for (int i = 0; i < 1000; i++) {
            assertThatThrownBy(() -> framing.decode("t", message(99))).isInstanceOf(DataException.class);
        }
        assertThat(registry.count("GET", "/schemas/ids/99")).isLessThanOrEqualTo(1);
    }

    @Test
    void aThousandUnknownIdsAreNotWaitedForLongerThanTheBudget() {
        RegisteredFraming framing = framing();
        for (int id = 1000; id < 2000; id++) {
            byte[] message = message(id);
            assertThatThrownBy(() -> framing.decode("t", message)).isInstanceOf(DataException.class);
        }
        assertThat(clock.passed()).isLessThanOrEqualTo(Duration.ofSeconds(125));
    }

    @Test
    void anOutageIsWaitedForAndALongOneIsRetriable() {
        int id = registry.register("t-value", SCHEMA);
        RegisteredFraming framing = framing();
        registry.failWith(InTestRegistry.Fault.status(503));
        clock.onMove(now -> {
            if (now.compareTo(Duration.ofSeconds(60)) >= 0) {
                registry.recover();
            }
        });
        assertThat(framing.decode("t", message(id)).value()).isNotNull();

        clock.onMove(now -> {});
        registry.failWith(InTestRegistry.Fault.dropped());
        assertThatThrownBy(() -> framing.decode("t", message(id + 1))).isInstanceOf(RetriableException.class);
        assertThatThrownBy(() -> framing.encode("t", flat("a"), new Struct(flat("a")).put("a", 1.0)))
                .isInstanceOf(RetriableException.class);
    }

    @Test
    void missingCredentialsFailAtOnceWithTheUrl() {
        int id = registry.register("t-value", SCHEMA);
        registry.requireBasic("user", "geheim");

        assertThatThrownBy(() -> framing().decode("t", message(id)))
                .isInstanceOf(ConnectException.class)
                .isNotInstanceOf(DataException.class)
                .isNotInstanceOf(RetriableException.class)
                .hasMessageContaining(registry.url().toString())
                .hasMessageNotContaining("geheim");
        assertThat(clock.passed()).isZero();
    }

    @Test
    void damageNamesTopicIdFieldAndPositionAndNoValue() {
        int id = registry.register("t-value", SCHEMA);
        byte[] message = message(id);

        assertThatThrownBy(() -> framing().decode("t", Arrays.copyOf(message, message.length - 1)))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("topic t", "schema id " + id, "field inner.state", "at byte 13")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> framing().decode("t", Arrays.copyOf(message, message.length + 2)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("2 bytes are left");
    }

    @Test
    void bytesAloneStandWithoutTheirLength() {
        int id = registry.register("t-value", "\"bytes\"");
        byte[] message = WireFormat.frame(id, new byte[] {7, 8, 9});

        SchemaAndValue read = framing().decode("t", message);

        assertThat(read.value()).isEqualTo(ByteBuffer.wrap(new byte[] {7, 8, 9}));
        byte[] written = framing().encode("t2", Schema.BYTES_SCHEMA, new byte[] {7, 8, 9});
        assertThat(Arrays.copyOfRange(written, 5, 8)).containsExactly(7, 8, 9);
        assertThat(written).hasSize(8);
    }

    // --- writing

    @Test
    void aSchemaThatIsBuiltForEveryRecordIsRegisteredOnce() {
        RegisteredFraming framing = framing();
        for (int i = 0; i < 100; i++) {
            Schema schema = flat("a");
            framing.encode("t", schema, new Struct(schema).put("a", 1.0));
        }
        assertThat(registry.count("POST", "/subjects/t-value")).isEqualTo(1);
    }

    @Test
    void anIncompatibleSchemaIsABadRecordWithTheRegistrysText() {
        registry.failWith(InTestRegistry.Fault.status(409));
        assertThatThrownBy(() -> framing().encode("t", flat("a"), new Struct(flat("a")).put("a", 1.0)))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("t-value", "409");
    }

    @Test
    void aSchemaThatIsNotRegisteredIsABadRecordThatNamesTheSubject() {
        RegisteredFraming framing = framing(SubjectStrategy.TOPIC, Registration.LOOK_UP, true);
        assertThatThrownBy(() -> framing.encode("t", flat("a"), new Struct(flat("a")).put("a", 1.0)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("t-value");
    }

    @Test
    void subjectsFollowTheStrategy() {
        framing(SubjectStrategy.RECORD, Registration.REGISTER, true)
                .encode("t", flat("a"), new Struct(flat("a")).put("a", 1.0));
        framing(SubjectStrategy.TOPIC_RECORD, Registration.REGISTER, true)
                .encode("t", flat("a"), new Struct(flat("a")).put("a", 1.0));

        assertThat(registry.contents().stream().map(held -> held.subject())).contains("flat", "t-flat");
    }

    @Test
    void theLatestSchemaIsUsedAndReadAgainWhenItIsOld() {
        String withDefault =
                """
                {"type": "record", "name": "flat", "fields": [
                  {"name": "b", "type": "int", "default": 7}, {"name": "a", "type": ["null", "double"]}]}
                """;
        int first = registry.register("t-value", withDefault);
        RegisteredFraming framing = framing(SubjectStrategy.TOPIC, Registration.USE_LATEST, true);
        Struct value = new Struct(flat("a")).put("a", 1.5);

        byte[] message = framing.encode("t", flat("a"), value);
        assertThat(WireFormat.schemaId(message)).isEqualTo(first);
        Struct read = (Struct) framing.decode("t", message).value();
        assertThat(read.getInt32("b")).isEqualTo(7);
        assertThat(read.getFloat64("a")).isEqualTo(1.5);

        int second = registry.register("t-value", withDefault.replace("7", "8"));
        assertThat(WireFormat.schemaId(framing.encode("t", flat("a"), value))).isEqualTo(first);
        clock.move(Duration.ofSeconds(61));
        assertThat(WireFormat.schemaId(framing.encode("t", flat("a"), value))).isEqualTo(second);
    }

    @Test
    void dataThatTheLatestSchemaCannotReadIsABadRecordThatNamesTheField() {
        registry.register(
                "t-value",
                "{\"type\": \"record\", \"name\": \"flat\", \"fields\": [{\"name\": \"b\", \"type\": \"int\"}]}");
        for (boolean strict : new boolean[] {true, false}) {
            RegisteredFraming framing = framing(SubjectStrategy.TOPIC, Registration.USE_LATEST, strict);
            assertThatThrownBy(() -> framing.encode("t", flat("a"), new Struct(flat("a")).put("a", 1.5)))
                    .isInstanceOf(DataException.class)
                    .hasMessageContainingAll("t-value", "field b");
        }
    }

    @Test
    void aValueThatDoesNotFitNamesItsFieldAndTypes() {
        Schema list = SchemaBuilder.array(Schema.FLOAT64_SCHEMA).build();
        Schema schema = SchemaBuilder.struct().name("s").field("list", list).build();
        List<Object> items = new ArrayList<>();
        Struct struct = new Struct(schema).put("list", items);
        items.add(1.0);
        items.add("secret");

        assertThatThrownBy(() -> framing().encode("t", schema, struct))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("topic t", "field list[1]", "Double", "java.lang.String")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> framing().encode("t2", flat("a"), new Struct(flat("a"))))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("field a", "null");
    }
}
