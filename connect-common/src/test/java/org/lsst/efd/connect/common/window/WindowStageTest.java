package org.lsst.efd.connect.common.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.lsst.efd.connect.common.settings.Settings;
import org.lsst.efd.connect.common.sink.OutgoingRecord;
import org.lsst.efd.connect.common.sink.PassThrough;
import org.lsst.efd.connect.common.sink.WindowIdentity;
import org.lsst.efd.connect.common.time.TimestampSettings;

final class WindowStageTest {
    private static final TopicPartition PARTITION = new TopicPartition("lsst.sal.X.t", 0);
    private static final Schema SCHEMA = SchemaBuilder.struct()
            .name("t")
            .field("x", Schema.FLOAT64_SCHEMA)
            .field("salIndex", Schema.INT32_SCHEMA)
            .build();
    private static final Settings SETTINGS = Settings.none()
            .with("Time", TimestampSettings.all())
            .with("Windows", WindowSettings.all())
            .checking(WindowSettings::check)
            .checking(WindowSettings::checkWithoutOverwriting);

    private final List<OutgoingRecord> output = new ArrayList<>();

    @Test
    void tellsAWindowWithItsIdentityAndTheOffsetsThatMakeARepeatHarmless() {
        WindowStage stage = open("aggregate.group.by", "salIndex");
        accept(stage, 0, 1_000, 1.0);
        accept(stage, 1, 1_500, 3.0);
        assertThat(stage.openWindows()).isEqualTo(1);
        accept(stage, 2, 3_000, 5.0);

        OutgoingRecord told = Objects.requireNonNull(output.get(0));
        assertThat(output).hasSize(1);
        assertThat(told.window())
                .isEqualTo(new WindowIdentity(1_000_000_000L, 2_000_000_000L, List.of("salIndex"), SCHEMA));
        assertThat(told.neededOffset()).isZero();
        assertThat(told.toldOffset()).isEqualTo(2);
        assertThat(told.partition()).isEqualTo(PARTITION);
        assertThat(told.source().originalKafkaOffset()).isEqualTo(2);
        assertThat(told.record().topic()).isEqualTo("lsst.sal.X.t-aggregated");
        assertThat(told.record().originalTopic()).isEqualTo("lsst.sal.X.t");
        Struct value = (Struct) told.record().value();
        assertThat(value.getInt64("count")).isEqualTo(2);
        assertThat(value.getFloat64("mean_x")).isEqualTo(2.0);
        assertThat(value.getInt32("salIndex")).isEqualTo(7);
        assertThat(stage.counts().windowsTold()).isEqualTo(1);
        assertThat(told.error("column mean_x is refused"))
                .hasMessage("the window of lsst.sal.X.t-aggregated from 1970-01-01T00:00:01Z to 1970-01-01T00:00:02Z: "
                        + "column mean_x is refused");
    }

    @Test
    void passesRecordsOfExcludedTopics() {
        WindowStage stage = open();
        TopicPartition command = new TopicPartition("lsst.sal.X.command_start", 3);
        stage.open(command);
        SinkRecord record = record(command, 5, 1_000, 1.0);

        stage.accept(record, command, output::add);

        assertThat(output).containsExactly(OutgoingRecord.passing(record, command));
        assertThat(stage.oldestNeededOffset(command)).isEmpty();
    }

    @Test
    void refusesASecondPartitionUnlessToldHowToKeepThemApart() {
        TopicPartition second = new TopicPartition("lsst.sal.X.t", 1);
        WindowStage single = open();
        single.open(second);
        assertThatThrownBy(() -> single.accept(record(second, 0, 1_000, 1.0), second, output::add))
                .isInstanceOf(ConnectException.class)
                .isNotInstanceOf(DataException.class)
                .hasMessageContaining("keyed")
                .hasMessageContaining("separate");

        WindowStage separate = open("aggregate.partition.mode", "separate");
        separate.open(second);
        separate.accept(record(second, 0, 1_000, 1.0), second, output::add);
        separate.accept(record(second, 1, 9_000, 1.0), second, output::add);
        OutgoingRecord told = output.get(0);
        assertThat(((Struct) told.record().value()).getInt32("kafka_partition")).isEqualTo(1);
        assertThat(Objects.requireNonNull(told.window()).groupFields()).containsExactly("kafka_partition");
        assertThat(told.record().valueSchema()).isSameAs(((Struct) told.record().value()).schema());
    }

    @Test
    void countsLateRecordsOrReportsThem() {
        WindowStage dropping = open();
        accept(dropping, 0, 9_000, 1.0);
        accept(dropping, 1, 1_000, 1.0);
        assertThat(dropping.counts().lateRecords()).isEqualTo(1);

        WindowStage reporting = open("aggregate.late.policy", "report");
        accept(reporting, 0, 9_000, 1.0);
        assertThatThrownBy(() -> accept(reporting, 1, 1_000, 1.0))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("all windows of the record are closed");
    }

    @Test
    void aTimeInTheFarFutureMovesNoClock() {
        WindowStage stage = open();
        accept(stage, 0, 1_000, 1.0);
        assertThatThrownBy(() -> accept(stage, 1, System.currentTimeMillis() + 400_000, 1.0))
                .isInstanceOf(DataException.class);
        accept(stage, 2, 1_100, 1.0);

        assertThat(output).isEmpty();
        assertThat(stage.counts().lateRecords()).isZero();
    }

    @Test
    void tellsNoWindowThatBeganBeforeTheFirstRecordUnlessThatIsTrusted() {
        WindowStage whole = open();
        accept(whole, 5, 1_500, 1.0);
        accept(whole, 6, 9_000, 1.0);
        assertThat(output).isEmpty();
        assertThat(whole.counts().recordsBeforeFirstWindow()).isEqualTo(1);

        WindowStage logStart = open("aggregate.first.window", "log-start");
        accept(logStart, 5, 1_500, 1.0);
        accept(logStart, 6, 9_000, 1.0);
        assertThat(output).hasSize(1);

        logStart.close(PARTITION);
        logStart.open(PARTITION);
        accept(logStart, 5, 1_500, 1.0);
        accept(logStart, 6, 9_000, 1.0);
        assertThat(output).as("only the first opening is trusted").hasSize(1);
    }

    @Test
    void closesWindowsByTheClockOnlyWhenAskedTo() {
        WindowStage never = open();
        accept(never, 0, 1_500, 1.0);
        never.heartbeat(0, output::add);
        never.heartbeat(1_000_000, output::add);
        assertThat(output).isEmpty();

        WindowStage idle = open("aggregate.window.idle.timeout.ms", "5000");
        accept(idle, 0, 1_500, 1.0);
        idle.heartbeat(0, output::add);
        idle.heartbeat(4_999, output::add);
        assertThat(output).isEmpty();
        idle.heartbeat(5_000, output::add);
        assertThat(output).hasSize(1);
        assertThat(output.get(0).toldOffset()).isZero();
        idle.heartbeat(50_000, output::add);
        assertThat(output).hasSize(1);
    }

    @Test
    void closingAPartitionFreesItsSamples() {
        WindowStage stage = open("aggregate.statistics", "median");
        accept(stage, 0, 1_500, 1.0);
        assertThat(stage.sampleBytes()).isPositive();
        stage.heartbeat(5_000, output::add);
        assertThat(stage.counts().openWindows()).isEqualTo(1);
        assertThat(stage.counts().sampleBytes()).isEqualTo(stage.sampleBytes());
        assertThat(stage.oldestNeededOffset(PARTITION)).hasValue(0);

        stage.close(PARTITION);

        assertThat(stage.sampleBytes()).isZero();
        assertThat(stage.oldestNeededOffset(PARTITION)).isEmpty();
        assertThat(stage.openWindows()).isZero();
    }

    @Test
    void refusesARecordWithoutStructAndOneThatATransformRenamedOtherwise() {
        WindowStage stage = open();
        SinkRecord text = new SinkRecord(
                PARTITION.topic(), 0, null, null, Schema.STRING_SCHEMA, "v", 0, 1L, TimestampType.CREATE_TIME);
        assertThatThrownBy(() -> stage.accept(text, PARTITION, output::add)).isInstanceOf(DataException.class);
        accept(stage, 1, 1_000, 1.0);
        SinkRecord plain = record(PARTITION, 2, 1_000, 1.0);
        SinkRecord renamed = plain.newRecord("other", 0, null, null, SCHEMA, plain.value(), 1_000L);
        assertThatThrownBy(() -> stage.accept(renamed, PARTITION, output::add))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("renamed it to other");
    }

    @Test
    void readsItsSettings() {
        assertThat(WindowSettings.read(SETTINGS.read(Map.of()), Clock.systemUTC()))
                .isInstanceOf(PassThrough.class);
        assertThat(WindowSettings.read(SETTINGS.read(Map.of("aggregate.enabled", "true")), Clock.systemUTC()))
                .isInstanceOf(WindowStage.class);
        assertThat(SETTINGS
                        .validate(Map.of(
                                "aggregate.enabled",
                                "true",
                                "aggregate.window.idle.timeout.ms",
                                "5",
                                "aggregate.window.advance.ms",
                                "2000"))
                        .configValues()
                        .stream()
                        .filter(value -> !value.errorMessages().isEmpty())
                        .map(ConfigValue::name))
                .containsExactlyInAnyOrder("aggregate.window.idle.timeout.ms", "aggregate.window.advance.ms");
    }

    private WindowStage open(String... keysAndValues) {
        Map<String, String> configuration = new HashMap<>(Map.of("aggregate.enabled", "true"));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            configuration.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        Settings settings =
                Settings.none().with("Time", TimestampSettings.all()).with("Windows", WindowSettings.all());
        WindowStage stage = WindowSettings.readWindows(settings.read(configuration), Clock.systemUTC());
        stage.open(PARTITION);
        return stage;
    }

    private void accept(WindowStage stage, long offset, long timeMs, double x) {
        stage.accept(record(PARTITION, offset, timeMs, x), PARTITION, output::add);
    }

    private static SinkRecord record(TopicPartition partition, long offset, long timeMs, double x) {
        Struct value = new Struct(SCHEMA).put("x", x).put("salIndex", 7);
        return new SinkRecord(
                partition.topic(),
                partition.partition(),
                null,
                null,
                SCHEMA,
                value,
                offset,
                timeMs,
                TimestampType.CREATE_TIME);
    }
}
