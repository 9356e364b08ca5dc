package org.lsst.efd.connect.common.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.lsst.efd.connect.common.settings.Settings;
import org.lsst.efd.connect.common.sink.OutgoingRecord;
import org.lsst.efd.connect.common.time.FutureTimeException;
import org.lsst.efd.connect.common.time.TimestampSettings;

/** Records as they should not be: each is refused with what is wrong, and changes no window; or does no harm. */
class BadInputTest {
    private static final TopicPartition PARTITION = new TopicPartition("lsst.sal.X.t", 0);
    private static final Settings SETTINGS =
            Settings.none().with("Time", TimestampSettings.all()).with("Windows", WindowSettings.all());
    private static final Schema GOOD =
            struct().field("x", Schema.FLOAT64_SCHEMA).build();

    private final List<OutgoingRecord> output = new ArrayList<>();
    private final WindowStage stage = WindowSettings.readWindows(
            SETTINGS.read(
                    Map.of("aggregate.enabled", "true", "timestamp.field", "stamp", "aggregate.window.grace.ms", "0")),
            Clock.systemUTC());
    private long offset;

    BadInputTest() {
        stage.open(PARTITION);
        accept(good(1_700_000_000.1));
    }

    private static SchemaBuilder struct() {
        return SchemaBuilder.struct().name("t").field("stamp", Schema.FLOAT64_SCHEMA);
    }

    private static Struct good(double stamp) {
        return new Struct(GOOD).put("stamp", stamp).put("x", 3.0);
    }

    private void accept(Struct value) {
        stage.accept(
                new SinkRecord(
                        PARTITION.topic(),
                        0,
                        null,
                        null,
                        value.schema(),
                        value,
                        offset++,
                        1_700_000_000_000L,
                        TimestampType.CREATE_TIME),
                PARTITION,
                output::add);
    }

    /** The window of the first record, which the refused one has not changed. */
    private Struct closed() {
        accept(good(1_700_000_001.1));
        assertThat(output).hasSize(1);
        return (Struct) output.get(0).record().value();
    }

    private void assertThatFirstWindowIsUntouched() {
        Struct window = closed();
        assertThat(window.getInt64("count")).isEqualTo(1);
        assertThat(window.getFloat64("mean_x")).isEqualTo(3.0);
    }

    @Test
    void aRecordWithoutTheTimestampFieldIsRefused() {
        Schema without =
                SchemaBuilder.struct().field("x", Schema.FLOAT64_SCHEMA).build();
        assertThatThrownBy(() -> accept(new Struct(without).put("x", 1.0)))
                .isInstanceOf(DataException.class)
                .hasMessage("timestamp field stamp is absent or null");
        assertThatFirstWindowIsUntouched();
    }

    @Test
    void aTimestampThatIsTextOrUnsetIsRefused() {
        Schema text = SchemaBuilder.struct()
                .field("stamp", Schema.STRING_SCHEMA)
                .field("x", Schema.FLOAT64_SCHEMA)
                .build();
        assertThatThrownBy(() -> accept(new Struct(text).put("stamp", "noon").put("x", 1.0)))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("timestamp field stamp ")
                .hasMessageNotContaining("noon");
        assertThatThrownBy(() -> accept(good(0))).isInstanceOf(DataException.class);
        assertThatFirstWindowIsUntouched();
    }

    @Test
    void aTimeInTheFarFutureIsRefusedAndClosesNothing() {
        double inFiveMinutes = System.currentTimeMillis() / 1e3 + 310;
        assertThatThrownBy(() -> accept(good(inFiveMinutes)))
                .isInstanceOf(FutureTimeException.class)
                .hasMessage("timestamp field stamp is more than 300000 ms in the future");
        assertThatFirstWindowIsUntouched();
    }

    @Test
    void aNumberThatTurnsIntoTextIsLeftOutAndTheRecordCounts() {
        Schema text = struct().field("x", Schema.STRING_SCHEMA)
                .field("y", Schema.FLOAT64_SCHEMA)
                .build();
        accept(new Struct(text).put("stamp", 1_700_000_000.2).put("x", "broken").put("y", 5.0));
        Struct window = closed();
        assertThat(window.getInt64("count")).isEqualTo(2);
        assertThat(window.getFloat64("mean_y")).isEqualTo(5.0);
        assertThat(window.schema().field("mean_x")).isNull();
    }

    @Test
    void aSchemaWithoutNumbersYieldsTheCountAlone() {
        Schema none = SchemaBuilder.struct()
                .field("stamp", Schema.FLOAT64_SCHEMA)
                .field("state", Schema.STRING_SCHEMA)
                .build();
        WindowStage texts = WindowSettings.readWindows(
                SETTINGS.read(Map.of(
                        "aggregate.enabled",
                        "true",
                        "timestamp.field",
                        "stamp",
                        "aggregate.fields.exclude",
                        "stamp",
                        "aggregate.window.grace.ms",
                        "0")),
                Clock.systemUTC());
        texts.open(PARTITION);
        for (int i = 0; i < 3; i++) {
            Struct value = new Struct(none).put("stamp", 1_700_000_000.0 + i).put("state", "on");
            texts.accept(
                    new SinkRecord(PARTITION.topic(), 0, null, null, none, value, i, 1L, TimestampType.CREATE_TIME),
                    PARTITION,
                    output::add);
        }
        assertThat(output).hasSize(2).allSatisfy(told -> assertThat(
                        told.record().valueSchema().fields().stream().map(Field::name))
                .containsExactly("time", "window_size", "count"));
    }

    @Test
    void fieldsWhoseStatisticsWouldHaveOneNameAreRefusedWithBoth() {
        Schema colliding = struct().field("x", Schema.FLOAT64_SCHEMA)
                .field("a_b", Schema.FLOAT64_SCHEMA)
                .field(
                        "a",
                        SchemaBuilder.struct().field("b", Schema.FLOAT64_SCHEMA).build())
                .build();
        Struct inner = new Struct(colliding.field("a").schema()).put("b", 1.0);
        assertThatThrownBy(() -> accept(new Struct(colliding)
                        .put("stamp", 1_700_000_000.2)
                        .put("x", 1.0)
                        .put("a_b", 1.0)
                        .put("a", inner)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("a_b")
                .hasMessageContaining("a.b");
        assertThatFirstWindowIsUntouched();
    }
}
