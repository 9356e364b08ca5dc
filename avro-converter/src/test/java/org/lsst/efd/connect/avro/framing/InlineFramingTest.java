package org.lsst.efd.connect.avro.framing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.file.SeekableByteArrayInput;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lsst.efd.connect.avro.decode.DecodePlan;
import org.lsst.efd.connect.avro.encode.AvroOutput;
import org.lsst.efd.connect.avro.schema.MappingOptions;
import org.lsst.efd.connect.avro.schema.Projection;

final class InlineFramingTest {
    private static final Schema ALERT = new Schema.Parser()
            .parse(
                    """
                    {"type": "record", "name": "alert", "namespace": "ztf", "fields": [
                      {"name": "objectId", "type": "string"},
                      {"name": "magpsf", "type": {"type": "array", "items": "float"}},
                      {"name": "cutout", "type": ["null", "bytes"], "default": null}]}
                    """);

    private static InlineFraming framing(InlineCodec codec) {
        return new InlineFraming(
                new DecodePlan.Compiler(MappingOptions.DEFAULTS, Projection.ALL, false),
                MappingOptions.DEFAULTS,
                codec,
                10);
    }

    private static GenericRecord alert(int magnitudes) {
        GenericRecord alert = new GenericData.Record(ALERT);
        alert.put("objectId", "ZTF18abc");
        Float[] values = new Float[magnitudes];
        Arrays.setAll(values, i -> 17.5f + i % 7);
        alert.put("magpsf", List.of(values));
        byte[] cutout = new byte[magnitudes];
        new Random(7).nextBytes(cutout);
        alert.put("cutout", ByteBuffer.wrap(cutout));
        return alert;
    }

    private static byte[] file(CodecFactory codec, boolean inBlocks, GenericRecord... records) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>(ALERT))) {
            writer.setCodec(codec).create(ALERT, bytes);
            for (GenericRecord record : records) {
                writer.append(record);
                if (inBlocks) {
                    writer.sync();
                }
            }
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @EnumSource(InlineCodec.class)
    void readsWhatAvroWroteAndAvroReadsWhatItWrote(InlineCodec codec) throws IOException {
        try (InlineFraming framing = framing(codec)) {
            GenericRecord alert = alert(5000);
            SchemaAndValue read =
                    framing.decode("alerts", file(CodecFactory.fromString(codec.headerName()), false, alert));
            Struct struct = (Struct) read.value();
            assertThat(struct.getString("objectId")).isEqualTo("ZTF18abc");
            assertThat(struct.getArray("magpsf")).hasSize(5000).startsWith(17.5f, 18.5f);

            byte[] written = framing.encode("alerts", read.schema(), struct);
            assertThat(framing.encode("alerts", read.schema(), struct))
                    .as("equal data gives equal bytes")
                    .isEqualTo(written);
            try (DataFileReader<GenericRecord> reader =
                    new DataFileReader<>(new SeekableByteArrayInput(written), new GenericDatumReader<>())) {
                GenericRecord back = reader.next();
                assertThat(back.get("objectId")).hasToString("ZTF18abc");
                assertThat(back.get("cutout")).isEqualTo(alert.get("cutout"));
                assertThat(reader.hasNext()).isFalse();
            }
        }
    }

    @Test
    void refusesOtherCodecsByName() throws IOException {
        byte[] file = file(CodecFactory.nullCodec(), false, alert(3));
        refuses(withHeader("lzma", true, file), "codec lzma");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void readsTheHeaderInAnyOrder(boolean codecFirst) throws IOException {
        byte[] file = withHeader("null", codecFirst, file(CodecFactory.nullCodec(), false, alert(3)));
        Struct struct =
                (Struct) framing(InlineCodec.NULL).decode("alerts", file).value();
        assertThat(struct.getString("objectId")).isEqualTo("ZTF18abc");
    }

    /** The same file with a header of two keys in the given order, and a third that means nothing. */
    private static byte[] withHeader(String codec, boolean codecFirst, byte[] file) {
        AvroOutput out = new AvroOutput();
        out.writeRaw(new byte[] {'O', 'b', 'j', 1});
        out.writeLong(3);
        for (boolean isCodec : new boolean[] {codecFirst, !codecFirst}) {
            out.writeString(isCodec ? "avro.codec" : "avro.schema");
            out.writeString(isCodec ? codec : ALERT.toString());
        }
        out.writeString("made.by");
        out.writeString("a test");
        out.writeByte(0);
        byte[] sync = Arrays.copyOfRange(file, file.length - 16, file.length);
        int blocks = 0;
        while (!Arrays.equals(file, blocks, blocks + 16, sync, 0, 16)) {
            blocks++;
        }
        out.writeRaw(file, blocks, file.length - blocks);
        return out.toByteArray();
    }

    @Test
    void refusesFilesThatDoNotHoldExactlyOneRecord() throws IOException {
        refuses(file(CodecFactory.nullCodec(), false), "no record");
        refuses(file(CodecFactory.nullCodec(), false, alert(1), alert(1)), "exactly one record");
        refuses(file(CodecFactory.nullCodec(), true, alert(1), alert(1)), "exactly one record");
        refuses(new byte[0], "no Object Container File");
    }

    @Test
    void everyTruncationOfAFileIsABadRecord() throws IOException {
        for (CodecFactory codec :
                List.of(CodecFactory.nullCodec(), CodecFactory.deflateCodec(6), CodecFactory.snappyCodec())) {
            byte[] file = file(codec, false, alert(4000));
            for (int pattern = 1; pattern <= 12; pattern++) {
                refuses(Arrays.copyOf(file, file.length * pattern / 13), "topic alerts");
            }
            refuses(Arrays.copyOf(file, file.length - 1), "topic alerts");
            refuses(Arrays.copyOf(file, file.length - 16), "topic alerts");
            refuses(Arrays.copyOf(file, file.length + 1), "topic alerts");
        }
    }

    private static void refuses(byte[] file, String text) {
        assertThatThrownBy(() -> framing(InlineCodec.NULL).decode("alerts", file))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(text);
    }
}
