package org.lsst.efd.connect.avro.framing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.lsst.efd.connect.avro.decode.DecodePlan;
import org.lsst.efd.connect.avro.encode.AvroOutput;
import org.lsst.efd.connect.avro.encode.EncodePlan;
import org.lsst.efd.connect.avro.random.PlainForm;
import org.lsst.efd.connect.avro.random.RandomMessage;
import org.lsst.efd.connect.avro.schema.ConnectToAvro;
import org.lsst.efd.connect.avro.schema.MappingOptions;
import org.lsst.efd.connect.avro.schema.Projection;
import org.lsst.efd.registry.WireFormat;

/** The messages in {@code src/test/resources/golden}, which anybody can check with Confluent's converter. */
final class GoldenMessagesTest {
    private static final Path FILE = Path.of("src/test/resources/golden/registered.tsv");
    private static final MappingOptions OPTIONS = MappingOptions.DEFAULTS.enhanced(true);

    @Test
    void eachMessageDecodesToItsValueAndIsWrittenAgain() throws IOException {
        if (Boolean.getBoolean("golden.write")) {
            Files.write(FILE, lines());
        }
        List<String> lines = Files.readAllLines(FILE);
        assertThat(lines).hasSizeGreaterThanOrEqualTo(40);
        for (String line : lines) {
            String[] columns = line.split("\t", -1);
            check(columns[0], SchemaTexts.parse(columns[1]), HexFormat.of().parseHex(columns[2]), columns[3]);
        }
    }

    private static void check(String name, Schema schema, byte[] message, String value) {
        SchemaAndValue read = new DecodePlan.Compiler(OPTIONS, Projection.ALL, false)
                .compile(schema, null)
                .decodeUnprefixed(message, WireFormat.PREFIX_BYTES, message.length);
        assertThat(PlainForm.of(read.value())).as(name).isEqualTo(value);

        if (!name.endsWith("(read)")) {
            AvroOutput out = new AvroOutput();
            EncodePlan.compile(read.schema(), new ConnectToAvro(OPTIONS).map(read.schema()), OPTIONS)
                    .encodeUnprefixed(read.value(), out);
            assertThat(WireFormat.frame(1, out.toByteArray())).as(name).isEqualTo(message);
        }
    }

    @Test
    void theFileHoldsWhatAvroWrites() throws IOException {
        assertThat(Files.readAllLines(FILE)).isEqualTo(lines());
    }

    // --- how the file is made

    private static List<String> lines() {
        List<String> lines = new ArrayList<>();
        scalars(lines);
        logicalTypes(lines);
        collections(lines);
        records(lines);
        unions(lines);
        return lines;
    }

    private static void scalars(List<String> lines) {
        add(lines, "boolean true", "\"boolean\"", true);
        add(lines, "boolean false", "\"boolean\"", false);
        add(lines, "int 0", "\"int\"", 0);
        add(lines, "int -1", "\"int\"", -1);
        add(lines, "int max", "\"int\"", Integer.MAX_VALUE);
        add(lines, "int min", "\"int\"", Integer.MIN_VALUE);
        add(lines, "int8", "{\"type\":\"int\",\"connect.type\":\"int8\"}", -128);
        add(lines, "int16", "{\"type\":\"int\",\"connect.type\":\"int16\"}", 32767);
        add(lines, "long 64", "\"long\"", 64L);
        add(lines, "long max", "\"long\"", Long.MAX_VALUE);
        add(lines, "long min", "\"long\"", Long.MIN_VALUE);
        add(lines, "float", "\"float\"", 1.5f);
        add(lines, "float NaN", "\"float\"", Float.NaN);
        add(lines, "double", "\"double\"", 1685578352.234788);
        add(lines, "double -Infinity", "\"double\"", Double.NEGATIVE_INFINITY);
        add(lines, "string empty", "\"string\"", "");
        add(lines, "string ASCII", "\"string\"", "lsst.sal.MTMount");
        add(lines, "string of all widths", "\"string\"", "aß€😀");
        add(lines, "bytes without their length", "\"bytes\"", ByteBuffer.wrap(new byte[] {1, 2, -1}));
        add(lines, "bytes empty", "\"bytes\"", ByteBuffer.wrap(new byte[0]));
        String fixed = "{\"type\":\"fixed\",\"name\":\"Md5\",\"namespace\":\"x\",\"size\":4}";
        add(lines, "fixed", fixed, new GenericData.Fixed(SchemaTexts.parse(fixed), new byte[] {9, 8, 7, 6}));
        String symbols =
                "{\"type\":\"enum\",\"name\":\"State\",\"namespace\":\"x\",\"symbols\":[\"OFF\",\"ON\",\"FAULT\"]}";
        add(lines, "enum", symbols, new GenericData.EnumSymbol(SchemaTexts.parse(symbols), "FAULT"));
    }

    private static void logicalTypes(List<String> lines) {
        add(lines, "date", "{\"type\":\"int\",\"logicalType\":\"date\"}", 19723);
        add(lines, "date before 1970", "{\"type\":\"int\",\"logicalType\":\"date\"}", -1);
        add(lines, "time-millis", "{\"type\":\"int\",\"logicalType\":\"time-millis\"}", 86_399_999);
        add(lines, "timestamp-millis", "{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}", 1_685_578_352_234L);
        add(
                lines,
                "timestamp-micros",
                "{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"}",
                1_685_578_352_234_788L);
        add(lines, "timestamp-nanos", "{\"type\":\"long\",\"logicalType\":\"timestamp-nanos\"}", 1L);
        add(lines, "uuid", "{\"type\":\"string\",\"logicalType\":\"uuid\"}", "2e5a2b0e-7f44-4d63-9f6e-5d3c1b1a0f00");
        String decimal = "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":10,\"scale\":2}";
        add(lines, "decimal alone, without its length", decimal, ByteBuffer.wrap(new byte[] {4, -46}));
        add(
                lines,
                "decimals in bytes",
                "{\"type\":\"array\",\"items\":" + decimal + "}",
                List.of(ByteBuffer.wrap(new byte[] {-1}), ByteBuffer.wrap(new byte[] {0, -56})));
        String fixedDecimal =
                "{\"type\":\"fixed\",\"name\":\"Price\",\"namespace\":\"x\",\"size\":6,\"logicalType\":\"decimal\","
                        + "\"precision\":10,\"scale\":3}";
        add(lines, "decimal in fixed", fixedDecimal, new GenericData.Fixed(SchemaTexts.parse(fixedDecimal), new byte[] {
            -1, -1, -1, -1, -1, 0x38
        }));
    }

    private static void collections(List<String> lines) {
        add(lines, "array empty", "{\"type\":\"array\",\"items\":\"double\"}", List.of());
        add(lines, "array of doubles", "{\"type\":\"array\",\"items\":\"double\"}", List.of(0.5, -0.5, 3.0));
        add(lines, "array of longs", "{\"type\":\"array\",\"items\":\"long\"}", List.of(1L, -300L));
        add(lines, "array of floats", "{\"type\":\"array\",\"items\":\"float\"}", List.of(0.25f));
        add(lines, "array of booleans", "{\"type\":\"array\",\"items\":\"boolean\"}", List.of(true, false));
        add(
                lines,
                "array of arrays",
                "{\"type\":\"array\",\"items\":{\"type\":\"array\",\"items\":\"int\"}}",
                List.of(List.of(1), List.of()));
        add(
                lines,
                "array of nullables",
                "{\"type\":\"array\",\"items\":[\"null\",\"int\"]}",
                Arrays.asList(1, null, 3));
        add(lines, "map empty", "{\"type\":\"map\",\"values\":\"int\"}", Map.of());
        add(lines, "map", "{\"type\":\"map\",\"values\":\"int\"}", Map.of("salIndex", 3));
        String entries = "{\"type\":\"array\",\"items\":{\"type\":\"record\",\"name\":\"MapEntry\","
                + "\"namespace\":\"io.confluent.connect.avro\",\"fields\":[{\"name\":\"key\",\"type\":\"int\"},"
                + "{\"name\":\"value\",\"type\":\"string\"}]}}";
        GenericData.Record entry =
                new GenericData.Record(SchemaTexts.parse(entries).getElementType());
        entry.put("key", 42);
        entry.put("value", "answer");
        addWithText(lines, "map with int keys", entries, List.of(entry), "{42=answer}");
    }

    private static void records(List<String> lines) {
        String schema = "{\"type\":\"record\",\"name\":\"azimuth\",\"namespace\":\"lsst.sal.MTMount\",\"fields\":["
                + "{\"name\":\"salIndex\",\"type\":\"int\",\"default\":0,\"description\":\"index\",\"units\":\"unitless\"},"
                + "{\"name\":\"private_sndStamp\",\"type\":\"double\",\"default\":0.0,\"units\":\"second\"},"
                + "{\"name\":\"position\",\"type\":[\"null\",\"double\"],\"default\":null},"
                + "{\"name\":\"inner\",\"type\":{\"type\":\"record\",\"name\":\"inner\",\"fields\":["
                + "{\"name\":\"name\",\"type\":\"string\"}]}}]}";
        for (Double position : new @Nullable Double[] {1.5, null}) {
            Schema avro = SchemaTexts.parse(schema);
            GenericData.Record inner =
                    new GenericData.Record(avro.getField("inner").schema());
            inner.put("name", "encoder");
            GenericData.Record record = new GenericData.Record(avro);
            record.put("salIndex", 1);
            record.put("private_sndStamp", 1685578389.234788);
            record.put("position", position);
            record.put("inner", inner);
            add(lines, position == null ? "record with null" : "record", schema, record);
        }
        String empty = "{\"type\":\"record\",\"name\":\"empty\",\"namespace\":\"x\",\"fields\":[]}";
        add(lines, "record without fields", empty, new GenericData.Record(SchemaTexts.parse(empty)));
    }

    private static void unions(List<String> lines) {
        add(lines, "nullable set", "[\"null\",\"string\"]", "a");
        add(lines, "nullable with null last (read)", "[\"long\",\"null\"]", 5L);
        String union = "[\"int\",\"string\",{\"type\":\"array\",\"items\":\"double\"}]";
        addWithText(lines, "union, int", union, 7, "{int=7, string=null, array=null}");
        addWithText(lines, "union, string", union, "seven", "{int=null, string=seven, array=null}");
        addWithText(lines, "union, array", union, List.of(7.0), "{int=null, string=null, array=[7.0]}");
        addWithText(lines, "union with null", "[\"null\",\"int\",\"string\"]", 7, "{int=7, string=null}");
    }

    private static void add(List<String> lines, String name, String schema, Object datum) {
        String text = PlainForm.of(datum);
        String connect =
                switch (name) {
                    case "date" -> "date 1704067200000";
                    case "date before 1970" -> "date -86400000";
                    case "time-millis", "timestamp-millis" -> "date " + text;
                    case "decimal alone, without its length" -> "12.34";
                    case "decimals in bytes" -> "[-0.01, 2.00]";
                    case "decimal in fixed" -> "-0.200";
                    default -> text;
                };
        addWithText(lines, name, schema, datum, connect);
    }

    private static void addWithText(List<String> lines, String name, String text, Object datum, String connect) {
        Schema schema = SchemaTexts.parse(text);
        byte[] body = RandomMessage.binary(schema, datum);
        if (schema.getType() == Schema.Type.BYTES) {
            // the length of so few bytes is one byte
            body = Arrays.copyOfRange(body, 1, body.length);
        }
        lines.add(String.join(
                "\t", name, schema.toString(), HexFormat.of().formatHex(WireFormat.frame(1, body)), connect));
    }
}
