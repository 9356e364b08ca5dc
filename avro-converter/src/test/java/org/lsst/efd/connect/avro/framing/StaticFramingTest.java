package org.lsst.efd.connect.avro.framing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lsst.efd.connect.avro.decode.DecodePlan;
import org.lsst.efd.connect.avro.random.RandomMessage;
import org.lsst.efd.connect.avro.schema.ConnectToAvro;
import org.lsst.efd.connect.avro.schema.MappingOptions;
import org.lsst.efd.connect.avro.schema.Projection;

final class StaticFramingTest {
    private static final String NAMED =
            "{\"type\": \"record\", \"name\": \"named\", \"fields\": [{\"name\": \"name\", \"type\": \"string\"}]}";
    private static final String NUMBERED =
            "{\"type\": \"record\", \"name\": \"numbered\", \"fields\": [{\"name\": \"number\", \"type\": \"double\"}]}";

    @TempDir
    private Path folder;

    private static StaticFraming framing(boolean isSingleObject, Schema... schemas) {
        return new StaticFraming(
                List.of(schemas),
                isSingleObject,
                new DecodePlan.Compiler(MappingOptions.DEFAULTS, Projection.ALL, false),
                MappingOptions.DEFAULTS,
                10);
    }

    private static GenericData.Record numbered() {
        GenericData.Record record = new GenericData.Record(SchemaTexts.parse(NUMBERED));
        record.put("number", 2.5);
        return record;
    }

    @Test
    void theFirstSchemaThatTakesAllBytesWins() {
        StaticFraming framing = framing(false, SchemaTexts.parse(NAMED), SchemaTexts.parse(NUMBERED));
        byte[] message = RandomMessage.binary(SchemaTexts.parse(NUMBERED), numbered());

        SchemaAndValue read = framing.decode("t", message);

        assertThat(((Struct) read.value()).getFloat64("number")).isEqualTo(2.5);
        assertThat(framing.encode("t", read.schema(), read.value())).isEqualTo(message);
        assertThatThrownBy(() -> framing.decode("t", new byte[] {9}))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("topic t");
    }

    @Test
    void theFingerprintPicksTheSchema() {
        StaticFraming framing = framing(true, SchemaTexts.parse(NAMED), SchemaTexts.parse(NUMBERED));
        byte[] message = RandomMessage.singleObject(SchemaTexts.parse(NUMBERED), numbered());

        SchemaAndValue read = framing.decode("t", message);

        assertThat(((Struct) read.value()).getFloat64("number")).isEqualTo(2.5);
        assertThat(framing.encode("t", read.schema(), read.value())).isEqualTo(message);
        assertThatThrownBy(() -> framing(true, SchemaTexts.parse(NAMED)).decode("t", message))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("fingerprint");
        assertThatThrownBy(() -> framing.decode("t", new byte[] {1, 2, 3})).isInstanceOf(DataException.class);
    }

    @Test
    void severalSchemasStandOneAfterAnother() {
        assertThat(SchemaTexts.split(NAMED + " " + NUMBERED)).containsExactly(NAMED, NUMBERED);
        assertThat(SchemaTexts.split("\"int\", [\"null\", \"string\"]"))
                .containsExactly("\"int\"", "[\"null\", \"string\"]");
        assertThat(SchemaTexts.split("{\"doc\": \"a } and \\\" within\"}")).hasSize(1);
        assertThat(SchemaTexts.split("int")).containsExactly("int");
    }

    @Test
    void schemasAreReadFromFiles() throws Exception {
        Path file = folder.resolve("schemas.avsc");
        Files.writeString(file, NAMED + "\n" + NUMBERED);

        assertThat(SchemaSource.read(file.toUri()).stream().map(Schema::getName))
                .containsExactly("named", "numbered");
        assertThatThrownBy(() -> SchemaSource.read(folder.resolve("none.avsc").toUri()))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("none.avsc");
    }

    @Test
    void valuesWithoutASchemaGoThroughTheirOwnRecord() {
        StaticFraming framing = framing(false, ConnectToAvro.ANYTHING);
        Object value = List.of(1, "two", 3.0, Map.of("four", true));

        SchemaAndValue read = framing.decode("t", framing.encode("t", null, value));

        assertThat(read.schema()).isNull();
        assertThat(read.value()).isEqualTo(value);
    }
}
