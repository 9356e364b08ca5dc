package org.lsst.efd.connect.common.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lsst.efd.connect.common.settings.Settings;

@SuppressWarnings("JavaUtilDate") // Connect's logical types are java.util.Date
final class RecordTimeTest {
    private static final Settings SETTINGS = Settings.none().with("Time", TimestampSettings.all());
    private static final Clock NOON_2024 = Clock.fixed(Instant.parse("2024-01-01T12:00:00Z"), ZoneOffset.UTC);

    @Test
    void keepsTheMicrosecondsOfADoubleOfSeconds() {
        // 1685578352.234788 s as in real telemetry
        assertThat(timeOf(Schema.FLOAT64_SCHEMA, 1685578352.234788))
                .isEqualTo(1685578352_000_000_000L + Math.round((1685578352.234788 - 1685578352L) * 1e9));
        assertThat(timeOf(Schema.FLOAT64_SCHEMA, -0.25)).isEqualTo(-250_000_000L);
    }

    @Test
    void aTaiStampAndItsUtcStampAreTheSameInstant() {
        long tai = timeOf(Schema.FLOAT64_SCHEMA, 1685578389.234788, "timestamp.scale", "tai");

        assertThat(tai).isEqualTo(timeOf(Schema.FLOAT64_SCHEMA, 1685578352.234788));
    }

    @Test
    void integersAreMillisecondsUnlessTheSchemaOrASettingSaysOtherwise() {
        Schema micros = SchemaBuilder.int64()
                .parameter("avro.logicalType", "timestamp-micros")
                .build();

        assertThat(timeOf(Schema.INT64_SCHEMA, 1_700_000_000_000L)).isEqualTo(1_700_000_000_000_000_000L);
        assertThat(timeOf(micros, 1_700_000_000_000_001L)).isEqualTo(1_700_000_000_000_001_000L);
        assertThat(timeOf(Schema.INT64_SCHEMA, 1_700_000_000L, "timestamp.unit", "s"))
                .isEqualTo(1_700_000_000_000_000_000L);
        assertThat(timeOf(Schema.FLOAT64_SCHEMA, 1.7e12 + 0.5, "timestamp.unit", "ms"))
                .isEqualTo(1_700_000_000_000_500_000L);
    }

    @Test
    void readsDatesDecimalsAndIsoTexts() {
        assertThat(timeOf(Timestamp.SCHEMA, new Date(1234L))).isEqualTo(1_234_000_000L);
        assertThat(timeOf(null, new BigDecimal("1.000000001"))).isEqualTo(1_000_000_001L);
        assertThat(timeOf(Schema.STRING_SCHEMA, "2023-07-28T23:36:14.175001Z")).isEqualTo(1690587374_175_001_000L);
        assertThat(timeOf(Schema.STRING_SCHEMA, "2023-07-28T23:36:14+01:00")).isEqualTo(1690583774_000_000_000L);
        assertThat(timeOf(Schema.STRING_SCHEMA, "2023-07-28T23:36:14")).isEqualTo(1690587374_000_000_000L);
    }

    @Test
    void refusesWhatIsNoTimeNamingTheFieldAndNoValue() {
        assertRefused(Schema.FLOAT64_SCHEMA, Double.NaN, "is not finite");
        assertRefused(Schema.FLOAT64_SCHEMA, Double.NEGATIVE_INFINITY, "is not finite");
        assertRefused(Schema.FLOAT64_SCHEMA, 0.0, "is 0, the default");
        assertRefused(Schema.INT64_SCHEMA, 0L, "is 0, the default");
        assertRefused(Schema.OPTIONAL_FLOAT64_SCHEMA, null, "is absent or null");
        assertRefused(Schema.FLOAT64_SCHEMA, 1e300, "is outside the years");
        assertRefused(Schema.FLOAT64_SCHEMA, 9.3e9, "is outside the years");
        assertRefused(Schema.INT64_SCHEMA, Long.MAX_VALUE, "is outside the years");
        assertRefused(Schema.BOOLEAN_SCHEMA, true, "is neither a number nor a text but Boolean");
        assertRefused(Time.SCHEMA, new Date(1L), "is neither a number nor a text");
        assertRefused(Schema.STRING_SCHEMA, "secret 7", "is not an ISO-8601 date and time");
        assertThatThrownBy(() -> timeOf(Schema.STRING_SCHEMA, "secret 7")).hasMessageNotContaining("secret");
    }

    @Test
    void aNullInAnOptionalFieldIsNotItsDefault() {
        assertRefused(SchemaBuilder.float64().optional().defaultValue(5.0).build(), null, "is absent or null");
    }

    @Test
    void refusesTimesTooFarInTheFuture() {
        double limit = NOON_2024.instant().getEpochSecond() + 86_400;

        assertThat(timeOf(Schema.FLOAT64_SCHEMA, limit)).isPositive();
        assertRefused(Schema.FLOAT64_SCHEMA, limit + 0.002, "in the future");
        assertThat(timeOf(Schema.FLOAT64_SCHEMA, limit + 1e6, "timestamp.future.max.ms", "-1"))
                .isPositive();
    }

    @Test
    void usesTheKafkaTimestampWithoutAField() {
        RecordTime time = TimestampSettings.read(SETTINGS.read(Map.of("timestamp.scale", "tai")), NOON_2024);

        assertThat(time.eventTimeNs(record(null, 1L, 5L))).isEqualTo(5_000_000L);
        assertThatThrownBy(() -> time.eventTimeNs(record(null, 1L, -1L)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("Kafka timestamp is absent");
        assertThatThrownBy(() -> time.eventTimeNs(record(null, 1L, null))).isInstanceOf(DataException.class);
    }

    @Test
    void readsNestedFieldsAndMapsWithoutSchema() {
        Schema inner = SchemaBuilder.struct().field("t", Schema.FLOAT64_SCHEMA).build();
        Schema outer = SchemaBuilder.struct().field("in", inner).build();
        RecordTime time = TimestampSettings.read(SETTINGS.read(Map.of("timestamp.field", "in.t")), NOON_2024);

        assertThat(time.eventTimeNs(record(outer, new Struct(outer).put("in", new Struct(inner).put("t", 2.0)), 1L)))
                .isEqualTo(2_000_000_000L);
        assertThat(time.eventTimeNs(record(null, Map.of("in", Map.of("t", 3.0)), 1L)))
                .isEqualTo(3_000_000_000L);
        assertThatThrownBy(() -> time.eventTimeNs(record(Schema.INT64_SCHEMA, 5L, 1L)))
                .hasMessage("timestamp field in.t is absent or null");
    }

    @Test
    void aFileReplacesTheTableOfLeapSeconds(@TempDir Path directory) throws Exception {
        Path table = directory.resolve("leap-seconds.list");
        Files.writeString(table, "#$ 3676924800\n2272060800 10 # 1 Jan 1972\n3692217600\t40 # 1 Jan 2017\n");

        assertThat(timeOf(
                        Schema.FLOAT64_SCHEMA,
                        1.6e9 + 40,
                        "timestamp.scale",
                        "tai",
                        "timestamp.leap.seconds.file",
                        table.toString()))
                .isEqualTo(1_600_000_000_000_000_000L);

        Files.writeString(table, "1 2 3\n");
        assertThatThrownBy(() -> SETTINGS.read(Map.of("timestamp.leap.seconds.file", table.toString())))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("timestamp.leap.seconds.file");
        Files.writeString(table, "# nothing\n");
        assertThatThrownBy(() -> LeapSeconds.read(table)).hasMessageContaining("no leap second");
    }

    private static void assertRefused(@Nullable Schema schema, @Nullable Object value, String because) {
        assertThatThrownBy(() -> timeOf(schema, value))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("timestamp field t ")
                .hasMessageContaining(because);
    }

    private static long timeOf(@Nullable Schema schema, @Nullable Object value, String... keysAndValues) {
        Map<String, String> configuration = new HashMap<>(Map.of("timestamp.field", "t"));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            configuration.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        RecordTime time = TimestampSettings.read(SETTINGS.read(configuration), NOON_2024);
        if (schema == null) {
            Map<String, Object> map = new HashMap<>();
            map.put("t", value);
            return time.eventTimeNs(record(null, map, 1L));
        }
        Schema struct = SchemaBuilder.struct().field("t", schema).build();
        return time.eventTimeNs(record(struct, new Struct(struct).put("t", value), 1L));
    }

    private static SinkRecord record(@Nullable Schema schema, Object value, @Nullable Long kafkaTimestampMs) {
        return new SinkRecord("topic", 0, null, null, schema, value, 0, kafkaTimestampMs, TimestampType.CREATE_TIME);
    }
}
