package org.lsst.efd.connect.influxdb.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;

/** Twenty records of a topic that has every type once, as line protocol, letter for letter. */
final class GoldenLinesTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/test-logevent-arrays.lp");
    private static final Schema SCHEMA = SchemaBuilder.struct()
            .name("lsst.sal.Test.logevent_arrays")
            .field("salIndex", Schema.INT32_SCHEMA)
            .field("private_sndStamp", Schema.FLOAT64_SCHEMA)
            .field("private_efdStamp", Schema.FLOAT64_SCHEMA)
            .field("private_seqNum", Schema.INT32_SCHEMA)
            .field("private_identity", Schema.STRING_SCHEMA)
            .field("boolean0", SchemaBuilder.array(Schema.BOOLEAN_SCHEMA).build())
            .field("byte0", Schema.BYTES_SCHEMA)
            .field("short0", Schema.INT16_SCHEMA)
            .field("int0", SchemaBuilder.array(Schema.INT32_SCHEMA).build())
            .field("long0", SchemaBuilder.array(Schema.INT64_SCHEMA).build())
            .field("float0", SchemaBuilder.array(Schema.FLOAT32_SCHEMA).build())
            .field(
                    "double0",
                    SchemaBuilder.array(Schema.OPTIONAL_FLOAT64_SCHEMA).build())
            .field("string0", Schema.OPTIONAL_STRING_SCHEMA)
            .field("time", Schema.OPTIONAL_FLOAT64_SCHEMA)
            .build();

    private static Struct record(int number) {
        double second = 1_690_587_374 + number * 0.02;
        List<Double> doubles = new ArrayList<>(List.of(number / 3.0, -number * 1e-9, 1e300 / (number + 1), Double.NaN));
        doubles.add(null);
        doubles.add((double) number);
        return new Struct(SCHEMA)
                .put("salIndex", 1 + number % 2)
                .put("private_sndStamp", second + 37)
                .put("private_efdStamp", second)
                .put("private_seqNum", 1_000 + number)
                .put("private_identity", "Test:" + (1 + number % 2))
                .put("boolean0", List.of(number % 2 == 0, true))
                .put("byte0", new byte[] {(byte) number, -1})
                .put("short0", (short) -number)
                .put("int0", List.of(number, Integer.MIN_VALUE))
                .put("long0", List.of((long) number << 40, Long.MAX_VALUE))
                .put("float0", List.of(number * 0.1f, Float.MIN_VALUE))
                .put("double0", doubles)
                .put("string0", number % 5 == 0 ? null : "text \"" + number + "\", \\ = \u00e9\n")
                .put("time", number % 4 == 0 ? null : 0.25);
    }

    @Test
    void linesAreThoseOfTheGoldenFile() throws IOException {
        PointRules rules = Encoders.rules("${topic}", Map.of("site", "summit"), "private_identity");
        StringBuilder lines = new StringBuilder();
        for (int number = 0; number < 20; number++) {
            long timeUs = 1_690_587_374_000_000L + number * 20_000L;
            lines.append(Encoders.line(
                            rules, Encoders.record("lsst.sal.Test.logevent_arrays", SCHEMA, record(number)), timeUs))
                    .append('\n');
        }
        assertThat(lines.toString()).isEqualTo(Files.readString(GOLDEN, StandardCharsets.UTF_8));
    }
}
