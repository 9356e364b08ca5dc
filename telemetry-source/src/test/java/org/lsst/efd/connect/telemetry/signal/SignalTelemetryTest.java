package org.lsst.efd.connect.telemetry.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.lsst.efd.connect.common.time.LeapSeconds;

final class SignalTelemetryTest {
    private static final long TIME = 1_685_578_352_234_788_000L;

    private static final Schema EVERYTHING = SchemaBuilder.struct()
            .name("lsst.sal.ESS.everything")
            .field("salIndex", Schema.INT32_SCHEMA)
            .field("ESSID", Schema.INT64_SCHEMA)
            .field("private_sndStamp", Schema.FLOAT64_SCHEMA)
            .field("private_efdStamp", Schema.FLOAT64_SCHEMA)
            .field("private_seqNum", Schema.INT32_SCHEMA)
            .field("private_identity", Schema.STRING_SCHEMA)
            .field("private_revCode", Schema.STRING_SCHEMA)
            .field("timestamp", Schema.INT64_SCHEMA)
            .field("double0", Schema.FLOAT64_SCHEMA)
            .field("float0", Schema.FLOAT32_SCHEMA)
            .field("long0", Schema.INT64_SCHEMA)
            .field("int0", Schema.INT32_SCHEMA)
            .field("short0", Schema.INT16_SCHEMA)
            .field("byte0", Schema.INT8_SCHEMA)
            .field("boolean0", Schema.BOOLEAN_SCHEMA)
            .field("string0", Schema.OPTIONAL_STRING_SCHEMA)
            .field("bytes0", Schema.BYTES_SCHEMA)
            .field("time0", Timestamp.SCHEMA)
            .field("decimal0", Decimal.schema(2))
            .field(
                    "array0",
                    SchemaBuilder.array(Schema.FLOAT64_SCHEMA)
                            .defaultValue(List.of(0.0, 0.0, 0.0))
                            .build())
            .field("array1", SchemaBuilder.array(Schema.OPTIONAL_INT64_SCHEMA).build())
            .field(
                    "map0",
                    SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.FLOAT64_SCHEMA)
                            .build())
            .field(
                    "struct0",
                    SchemaBuilder.struct().field("a", Schema.FLOAT64_SCHEMA).build())
            .field("sequence", Schema.INT64_SCHEMA)
            .build();

    @Property(tries = 200)
    void makesValidRecordsThatDependOnNumberAndTimeAlone(
            @ForAll @LongRange(min = 0, max = 1_000_000_000_000L) long sequence) {
        Struct one = telemetry(1, 0, 0).record(sequence, TIME);
        Struct same = telemetry(1, 0, 0).record(sequence, TIME);

        one.validate();
        assertThat(one).isEqualTo(same);
        assertThat(one.getInt64("sequence")).isEqualTo(sequence);
        assertThat(one.getFloat64("double0")).isBetween(-200.0, 200.0);
    }

    @Example
    void choosesOtherCurvesForOtherSeedsAndTopics() {
        double value = telemetry(1, 0, 0).record(5, TIME).getFloat64("double0");

        assertThat(telemetry(2, 0, 0).record(5, TIME).getFloat64("double0")).isNotEqualTo(value);
        assertThat(new SignalTelemetry("other", EVERYTHING, options(1, 0, 0))
                        .record(5, TIME)
                        .getFloat64("double0"))
                .isNotEqualTo(value);
    }

    @Example
    void fillsTheFieldsThatMeanSomething() {
        Struct record = telemetry(1, 0, 0).record(4, TIME);

        assertThat(record.getInt32("salIndex")).isEqualTo(2);
        assertThat(record.getInt64("ESSID")).isEqualTo(2);
        assertThat(record.getFloat64("private_efdStamp")).isEqualTo(1685578352.234788);
        assertThat(record.getFloat64("private_sndStamp")).isEqualTo(1685578389.234788);
        assertThat(record.getInt32("private_seqNum")).isEqualTo(4);
        assertThat(record.getString("private_identity")).isEqualTo("ESS");
        assertThat(record.getString("private_revCode")).matches("[0-9a-f]{8}");
        assertThat(record.getInt64("timestamp")).isEqualTo(1685578352234L);
        assertThat(record.getArray("array0")).hasSize(3);
        assertThat(record.getArray("array1")).hasSize(6);
        assertThat(record.getMap("map0")).hasSize(2);
    }

    @Example
    void knowsATimeInNanosecondsByItsUnit() {
        Schema schema = SchemaBuilder.struct()
                .field(
                        "time",
                        SchemaBuilder.int64().parameter("units", "nanosecond").build())
                .build();

        assertThat(new SignalTelemetry("t", schema, options(1, 0, 0))
                        .record(3, TIME)
                        .getInt64("time"))
                .isEqualTo(TIME);
    }

    @Example
    void looksLikeTelemetry() {
        // a slow sine with little noise: neighbours are close, a minute is not
        double[] values = new double[50 * 300];
        SignalTelemetry telemetry = telemetry(1, 0, 0);
        for (int i = 0; i < values.length; i++) {
            values[i] = telemetry.record(i, TIME).getFloat64("double0");
        }
        double min = java.util.Arrays.stream(values).min().orElseThrow();
        double max = java.util.Arrays.stream(values).max().orElseThrow();
        long closeNeighbours = java.util.stream.IntStream.range(1, values.length)
                .filter(i -> Math.abs(values[i] - values[i - 1]) < 0.05 * (max - min))
                .count();

        assertThat(max - min).isGreaterThan(1);
        assertThat(closeNeighbours).isGreaterThan(values.length * 99L / 100);
        assertThat(java.util.Arrays.stream(values).distinct().count()).isGreaterThan(values.length * 9L / 10);
    }

    @Example
    void hasNullsAndNansInTheShareAskedFor() {
        SignalTelemetry telemetry = telemetry(1, 0.1, 0.2);
        int nulls = 0;
        int nans = 0;
        for (int i = 0; i < 10_000; i++) {
            Struct record = telemetry.record(i, TIME);
            nulls += record.get("string0") == null ? 1 : 0;
            nans += Double.isNaN(record.getFloat64("double0")) ? 1 : 0;
        }
        assertThat(nulls).isBetween(800, 1200);
        assertThat(nans).isBetween(1700, 2300);
    }

    @Example
    void disturbsTimesOnlyAsFarAsAsked() {
        Schema schema =
                SchemaBuilder.struct().field("timestamp", Schema.INT64_SCHEMA).build();
        DisturbedTelemetry telemetry = new DisturbedTelemetry(
                new SignalTelemetry("t", schema, options(1, 0, 0)), 3, java.time.Duration.ofSeconds(5), 0.01);
        int ahead = 0;
        int late = 0;
        for (int i = 0; i < 10_000; i++) {
            long spanMs = telemetry.record(i, TIME).getInt64("timestamp") - TIME / 1_000_000;
            if (spanMs > 0) {
                ahead++;
                assertThat(spanMs).isBetween(7_195_000L, 7_200_000L);
            } else {
                assertThat(spanMs).isBetween(-5000L, 0L);
                late += spanMs < -2500 ? 1 : 0;
            }
        }
        assertThat(ahead).isBetween(50, 200);
        assertThat(late).isBetween(4500, 5500);
    }

    @Example
    void takesSymbolsOfAnEnumeration() {
        Schema schema = SchemaBuilder.struct()
                .field(
                        "state",
                        SchemaBuilder.string()
                                .parameter("io.confluent.connect.avro.Enum", "n.State")
                                .parameter("io.confluent.connect.avro.Enum.ON", "ON")
                                .parameter("io.confluent.connect.avro.Enum.OFF", "OFF")
                                .build())
                .build();
        SignalTelemetry telemetry = new SignalTelemetry("t", schema, options(1, 0, 0));

        assertThat(List.of("ON", "OFF")).contains(telemetry.record(12, TIME).getString("state"));
        assertThat(Map.of("ON", 1, "OFF", 1))
                .containsKey(telemetry.record(90_000, TIME).getString("state"));
    }

    private static SignalTelemetry telemetry(long seed, double nullRatio, double nanRatio) {
        return new SignalTelemetry("t", EVERYTHING, options(seed, nullRatio, nanRatio));
    }

    private static SignalOptions options(long seed, double nullRatio, double nanRatio) {
        return new SignalOptions(seed, 50, "sequence", 3, 6, nullRatio, nanRatio, LeapSeconds.builtIn());
    }
}
