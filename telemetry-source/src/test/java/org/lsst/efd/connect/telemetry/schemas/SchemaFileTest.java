package org.lsst.efd.connect.telemetry.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lsst.efd.connect.common.time.LeapSeconds;
import org.lsst.efd.connect.telemetry.SharedData;
import org.lsst.efd.connect.telemetry.signal.SignalOptions;
import org.lsst.efd.connect.telemetry.signal.SignalTelemetry;

final class SchemaFileTest {
    private static final String MODERN =
            """
            {"type": "record", "name": "azimuth", "namespace": "lsst.sal.MTMount", "description": "azimuth data.",
             "fields": [
              {"name": "private_sndStamp", "type": "double", "default": 0.0, "description": "Sent", "units": "second"},
              {"name": "forces", "type": {"type": "array", "items": "float"}, "default": [0.0, 0.0, 0.0], "units": "N"},
              {"name": "state", "type": ["null", "string"], "default": null},
              {"name": "mode", "type": {"type": "enum", "name": "Mode", "symbols": ["ON", "OFF"]}},
              {"name": "hash", "type": {"type": "fixed", "name": "Md5", "size": 16}},
              {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
              {"name": "cost", "type": {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}},
              {"name": "inner", "type": {"type": "record", "name": "Inner", "fields": [
                {"name": "m", "type": {"type": "map", "values": "long"}}]}}
             ]}
            """;

    @TempDir
    private Path directory;

    @Test
    void keepsNamesOrderDefaultsUnitsAndTypes() throws IOException {
        Schema schema = read("lsst.sal.MTMount.azimuth", MODERN, "");

        assertThat(schema.name()).isEqualTo("lsst.sal.MTMount.azimuth");
        assertThat(schema.fields().stream().map(Field::name))
                .containsExactly("private_sndStamp", "forces", "state", "mode", "hash", "at", "cost", "inner");
        Schema stamp = schema.field("private_sndStamp").schema();
        assertThat(stamp.parameters()).containsEntry("units", "second").containsEntry("description", "Sent");
        assertThat(stamp.doc()).isEqualTo("Sent");
        assertThat(stamp.defaultValue()).isEqualTo(0.0);
        assertThat(schema.field("forces").schema().defaultValue()).isEqualTo(Collections.nCopies(3, 0.0f));
        assertThat(schema.field("forces").schema().parameters()).containsEntry("units", "N");
        assertThat(schema.field("state").schema().isOptional()).isTrue();
        assertThat(schema.field("at").schema().name()).isEqualTo(Timestamp.LOGICAL_NAME);
        assertThat(schema.field("hash").schema().parameters()).containsEntry("connect.fixed.size", "16");
    }

    @Test
    void makesValuesThatFitEveryType() throws IOException {
        Schema schema = read("t", MODERN, "sequence");
        Struct record = telemetry(schema).record(3, 1_700_000_000_000_000_000L);

        record.validate();
        assertThat(record.getArray("forces")).hasSize(3);
        assertThat(record.getString("mode")).isIn("ON", "OFF");
        assertThat(((java.nio.ByteBuffer) record.get("hash")).remaining()).isEqualTo(16);
        assertThat(record.getInt64("sequence")).isEqualTo(3);
    }

    @Test
    void readsTheOlderFormWithItsLongName() throws IOException {
        Schema schema = read(
                "t.salkafka",
                """
                {"name": "lsst.sal.Test.scalars", "type": "record", "sal_version": "7.x",
                 "fields": [{"name": "private_seqNum", "type": "long", "default": 0}]}
                """,
                "");

        assertThat(schema.name()).isEqualTo("lsst.sal.Test.scalars");
        assertThat(schema.field("private_seqNum").schema().type()).isEqualTo(Schema.Type.INT64);
    }

    @Test
    void saysWhichFileCannotBeUsedAndWhy() {
        assertRefused("{\"type\": \"string\"}", "must be a record");
        assertRefused("{", "t.avsc");
        assertRefused(
                record("{\"name\": \"u\", \"type\": [\"int\", \"string\"]}"), "field u: a union of several types");
        assertRefused(record("{\"name\": \"next\", \"type\": [\"null\", \"R\"]}"), "recursive");
        assertRefused(record("{\"name\": \"sequence\", \"type\": \"int\"}"), "choose another sequence.field");
        assertThatThrownBy(() -> SchemaFile.readAll(directory, name -> false, ""))
                .hasMessageContaining("no file");
        assertThatThrownBy(() -> SchemaFile.readAll(directory.resolve("absent"), name -> true, ""))
                .hasMessageContaining("cannot read the directory");
    }

    @Test
    void usesRealSchemasOfBothForms() {
        List<SchemaFile> files = SchemaFile.readAll(SharedData.folder("sal"), name -> true, "sequence");

        assertThat(files.stream().map(SchemaFile::topic))
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(10);
        for (SchemaFile file : files) {
            Struct record = telemetry(file.schema()).record(11, 1_700_000_000_250_000_000L);
            record.validate();
            assertThat(record.getFloat64("private_sndStamp")).isEqualTo(1_700_000_037.25);
            assertThat(((Number) record.get("private_seqNum")).longValue()).isEqualTo(11);
        }
        Schema forces = files.stream()
                .filter(file -> file.topic().equals("lsst.sal.MTM1M3.forceActuatorData"))
                .findFirst()
                .orElseThrow()
                .schema();
        Struct record = telemetry(forces).record(0, 1_700_000_000_000_000_000L);
        assertThat(record.getArray("primaryCylinderForce")).hasSize(156);
    }

    private static String record(String field) {
        return "{\"type\": \"record\", \"name\": \"R\", \"fields\": [" + field + "]}";
    }

    private void assertRefused(String text, String reason) {
        assertThatThrownBy(() -> read("t", text, "sequence"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    private Schema read(String topic, String text, String sequenceField) throws IOException {
        Files.writeString(directory.resolve(topic + ".avsc"), text);
        return SchemaFile.readAll(directory, topic::equals, sequenceField)
                .get(0)
                .schema();
    }

    private static SignalTelemetry telemetry(Schema schema) {
        return new SignalTelemetry(
                "t", schema, new SignalOptions(1, 50, "sequence", 1, 4, 0, 0, LeapSeconds.builtIn()));
    }
}
