package org.lsst.efd.connect.influxdb.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.lsst.efd.connect.influxdb.line.LineParser.ParsedPoint;

final class PointEncoderPropertyTest {
    /** Names and texts full of what line protocol treats specially. */
    private static Arbitrary<String> texts(int minLength) {
        Arbitrary<Character> special = Arbitraries.of(
                ',', ' ', '=', '"', '\\', '\n', '\r', '\t', '#', '\'', 'i', '0', '\u0000', 'é', '\u20ac', '\ud83d',
                '\ude00');
        return Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(
                        4,
                        special.array(Character[].class)
                                .ofMinSize(minLength)
                                .ofMaxSize(8)
                                .map(PointEncoderPropertyTest::join)),
                net.jqwik.api.Tuple.of(
                        1, Arbitraries.strings().ofMinLength(minLength).ofMaxLength(20)));
    }

    private static String join(Character[] chars) {
        StringBuilder text = new StringBuilder();
        for (char c : chars) {
            text.append(c);
        }
        return text.toString();
    }

    @Provide
    Arbitrary<String> names() {
        return texts(1);
    }

    @Provide
    Arbitrary<Map<String, String>> tags() {
        return Arbitraries.maps(texts(1), texts(0)).ofMaxSize(4);
    }

    @Provide
    Arbitrary<Map<String, Object>> fields() {
        Arbitrary<Object> values = Arbitraries.oneOf(
                Arbitraries.longs().map(value -> (Object) value),
                Arbitraries.longs().map(bits -> (Object) Double.longBitsToDouble(bits)),
                Arbitraries.doubles().map(value -> (Object) value),
                Arbitraries.of(true, false).map(value -> (Object) value),
                texts(0).map(value -> (Object) value));
        return Arbitraries.maps(texts(1), values).ofMinSize(1).ofMaxSize(6);
    }

    @Property(tries = 5_000)
    void decodingGivesBackWhatWasEncoded(
            @ForAll("names") String measurement,
            @ForAll("tags") Map<String, String> tags,
            @ForAll("fields") Map<String, Object> fields,
            @ForAll long time) {
        Map<String, String> cleanTags = new TreeMap<>();
        tags.forEach((name, value) -> cleanTags.put(EscapedName.clean(name, Set.of()), value));
        Set<String> seen = new HashSet<>();
        Map<String, Object> uniqueFields = new LinkedHashMap<>();
        Map<String, Object> expectedFields = new LinkedHashMap<>();
        fields.forEach((name, value) -> {
            String key = writtenKey(name);
            String expected = key.equals("time") ? "time_" : key;
            if (seen.add(expected)) {
                uniqueFields.put(name, value);
                if (!(value instanceof Double number) || Double.isFinite(number)) {
                    expectedFields.put(expected, value instanceof String text ? encodable(text) : value);
                }
            }
        });
        if (uniqueFields.size() != fields.size()) {
            return; // names that are one after cleaning make a bad record: another test
        }
        Map<String, String> expectedTags = new TreeMap<>();
        cleanTags.forEach((name, value) -> {
            if (!value.isEmpty()) {
                expectedTags.put(name, written(value));
            }
        });

        String line = Encoders.line(Encoders.rules("${topic}", cleanTags), record(measurement, uniqueFields), time);

        if (expectedFields.isEmpty()) {
            assertThat(line).isEmpty();
            return;
        }
        ParsedPoint point = LineParser.parse(line.getBytes(StandardCharsets.UTF_8));
        String expectedMeasurement = writtenKey(measurement);
        assertThat(point.measurement())
                .isEqualTo(
                        expectedMeasurement.startsWith("#")
                                ? "_" + expectedMeasurement.substring(1)
                                : expectedMeasurement);
        assertThat(point.tags()).isEqualTo(expectedTags);
        assertThat(asDecimals(point.fields())).isEqualTo(asDecimals(expectedFields));
        assertThat(point.time()).isEqualTo(time);
    }

    /** A whole double is told apart from a long by its bits only, also -0.0 from 0.0. */
    private static Map<String, Object> asDecimals(Map<String, Object> fields) {
        Map<String, Object> plain = new TreeMap<>();
        fields.forEach((name, value) ->
                plain.put(name, value instanceof Double number ? "bits " + Double.doubleToRawLongBits(number) : value));
        return plain;
    }

    private static org.apache.kafka.connect.sink.SinkRecord record(String topic, Map<String, Object> fields) {
        SchemaBuilder builder = SchemaBuilder.struct();
        fields.forEach((name, value) -> builder.field(name, schemaOf(value)));
        Schema schema = builder.build();
        Struct struct = new Struct(schema);
        fields.forEach(struct::put);
        return Encoders.record(topic, schema, struct);
    }

    private static Schema schemaOf(Object value) {
        return value instanceof Long
                ? Schema.INT64_SCHEMA
                : value instanceof Double
                        ? Schema.FLOAT64_SCHEMA
                        : value instanceof Boolean ? Schema.BOOLEAN_SCHEMA : Schema.STRING_SCHEMA;
    }

    /** What can be written of a name, told by the rules of the protocol and not by the encoder. */
    private static String written(String name) {
        String text = encodable(name).replaceAll("[\n\r\t]", "_");
        return text.replaceAll("\\\\$", "_");
    }

    /** In keys a backslash cannot stand before what is special either. */
    private static String writtenKey(String name) {
        return written(name).replaceAll("\\\\(?=[,= \"])", "_");
    }

    /** Java has texts that UTF-8 has not: halves of pairs become U+FFFD. */
    private static String encodable(String text) {
        return text.replaceAll("(?<![\ud800-\udbff])[\udc00-\udfff]|[\ud800-\udbff](?![\udc00-\udfff])", "\ufffd");
    }
}
