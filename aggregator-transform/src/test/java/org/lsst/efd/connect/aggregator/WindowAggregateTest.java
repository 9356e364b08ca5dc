package org.lsst.efd.connect.aggregator;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowAggregateTest {
    private static final Schema SCHEMA = SchemaBuilder.struct()
            .name("things")
            .field("stamp", Schema.FLOAT64_SCHEMA)
            .field("x", Schema.OPTIONAL_FLOAT64_SCHEMA)
            .build();

    private static Map<String, String> settings(String... pairs) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "window.grace.ms", "0", "timestamp.field", "stamp", "fields.exclude", "stamp", "statistics", "mean"));
        for (int i = 0; i < pairs.length; i += 2) {
            settings.put(pairs[i], pairs[i + 1]);
        }
        return settings;
    }

    private static WindowAggregate<SinkRecord> transform(String... pairs) {
        WindowAggregate<SinkRecord> transform = new WindowAggregate.Value<>();
        transform.configure(settings(pairs));
        return transform;
    }

    private static Struct value(double stamp, @Nullable Double x) {
        return new Struct(SCHEMA).put("stamp", stamp).put("x", x);
    }

    private static SinkRecord record(String topic, int partition, long offset, double stamp, @Nullable Double x) {
        return new SinkRecord(
                topic,
                partition,
                Schema.STRING_SCHEMA,
                "key" + offset,
                SCHEMA,
                value(stamp, x),
                offset,
                5L,
                TimestampType.CREATE_TIME);
    }

    private static @Nullable Object mean(@Nullable SinkRecord record) {
        return record == null ? null : ((Struct) record.value()).get("mean_x");
    }

    @Test
    void absorbsRecordsAndTellsTheWindowInPlaceOfTheOneThatClosesIt() {
        try (WindowAggregate<SinkRecord> transform = transform()) {
            assertThat(transform.apply(record("t", 3, 10, 1.1, 4.0))).isNull();
            assertThat(transform.apply(record("t", 3, 11, 1.9, 6.0))).isNull();
            SinkRecord closing = record("t", 3, 12, 2.0, 9.0);
            closing.headers().addString("h", "v");
            SinkRecord told = requireNonNull(transform.apply(closing));
            assertThat(told.topic()).isEqualTo("t-aggregated");
            assertThat(told.kafkaPartition()).isEqualTo(3);
            assertThat(told.kafkaOffset()).isEqualTo(12);
            assertThat(told.key()).isEqualTo("key12");
            assertThat(told.headers().lastWithName("h").value()).isEqualTo("v");
            assertThat(told.timestamp()).isEqualTo(1_500);
            Struct value = (Struct) told.value();
            assertThat(value.get("time")).isEqualTo(1.5);
            assertThat(value.get("count")).isEqualTo(2L);
            assertThat(value.get("mean_x")).isEqualTo(5.0);
        }
    }

    @Test
    void closedWindowsLeaveOnePerRecordInOrderAndNoneIsLost() {
        try (WindowAggregate<SinkRecord> transform = transform("group.by", "x")) {
            transform.apply(record("t", 0, 0, 1.0, 3.0));
            transform.apply(record("t", 0, 1, 1.1, 1.0));
            transform.apply(record("t", 0, 2, 1.2, 2.0));
            List<@Nullable Object> groups = new ArrayList<>();
            for (int i = 3; i < 7; i++) {
                @Nullable SinkRecord told = transform.apply(record("t", 0, i, 2.0, 1.0));
                groups.add(told == null ? null : ((Struct) told.value()).get("x"));
            }
            assertThat(groups).containsExactly(1.0, 2.0, 3.0, null);
        }
    }

    @Test
    void partitionsAndTopicsHaveWindowsOfTheirOwn() {
        try (WindowAggregate<SinkRecord> transform = transform()) {
            transform.apply(record("t", 0, 0, 1.0, 1.0));
            transform.apply(record("t", 1, 0, 1.0, 2.0));
            transform.apply(record("u", 0, 0, 1.0, 3.0));
            assertThat(mean(transform.apply(record("t", 1, 1, 2.0, 0.0)))).isEqualTo(2.0);
            assertThat(mean(transform.apply(record("u", 0, 1, 2.0, 0.0)))).isEqualTo(3.0);
            assertThat(mean(transform.apply(record("t", 0, 1, 2.0, 0.0)))).isEqualTo(1.0);
        }
    }

    @Test
    void beyondSoManyPartitionsTheOneLongestUnseenIsForgotten() {
        try (WindowAggregate<SinkRecord> transform = transform("partitions.max", "2")) {
            transform.apply(record("t", 0, 0, 1.0, 1.0));
            transform.apply(record("t", 1, 0, 1.0, 2.0));
            transform.apply(record("t", 0, 1, 1.5, 1.0));
            transform.apply(record("t", 2, 0, 1.0, 3.0));
            assertThat(mean(transform.apply(record("t", 0, 2, 2.0, 0.0)))).isEqualTo(1.0);
            assertThat(transform.apply(record("t", 1, 1, 2.0, 0.0))).isNull();
        }
    }

    @Test
    void windowsGoByTheOriginalPartitionWhateverTheTopicIsCalledNow() {
        try (WindowAggregate<SinkRecord> transform = transform()) {
            SinkRecord first = record("t", 0, 0, 1.0, 1.0);
            SinkRecord second = record("t", 0, 1, 1.5, 3.0);
            SinkRecord third = record("t", 0, 2, 2.0, 1.0);
            transform.apply(renamed(first, "a"));
            transform.apply(renamed(second, "b"));
            SinkRecord told = requireNonNull(transform.apply(renamed(third, "c")));
            assertThat(mean(told)).isEqualTo(2.0);
            assertThat(told.topic()).isEqualTo("c-aggregated");
        }
    }

    private static SinkRecord renamed(SinkRecord record, String topic) {
        return record.newRecord(
                topic,
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                record.valueSchema(),
                record.value(),
                record.timestamp());
    }

    @Test
    void sourceRecordsGoByTheirSourcePartition() {
        try (WindowAggregate<SourceRecord> transform = new WindowAggregate.Value<>()) {
            transform.configure(settings());
            Map<String, ?> offset = Map.of("n", 1);
            for (String file : List.of("a", "b")) {
                assertThat(transform.apply(new SourceRecord(Map.of("file", file), offset, "t", SCHEMA, value(1, 1.0))))
                        .isNull();
            }
            SourceRecord told = requireNonNull(
                    transform.apply(new SourceRecord(Map.of("file", "a"), offset, "t", SCHEMA, value(2, 1.0))));
            assertThat(((Struct) told.value()).get("count")).isEqualTo(1L);
        }
    }

    @Test
    void aggregatesKeysWhenAsked() {
        try (WindowAggregate<SinkRecord> transform = new WindowAggregate.Key<>()) {
            transform.configure(settings());
            transform.apply(keyed(0, 1.0, 4.0));
            SinkRecord told = requireNonNull(transform.apply(keyed(1, 2.0, 4.0)));
            assertThat(((Struct) told.key()).get("mean_x")).isEqualTo(4.0);
            assertThat(told.value()).isEqualTo("value1");
        }
    }

    private static SinkRecord keyed(long offset, double stamp, double x) {
        return new SinkRecord("t", 0, SCHEMA, value(stamp, x), Schema.STRING_SCHEMA, "value" + offset, offset);
    }

    @Test
    void dropsTombstonesAndLateRecordsAndRefusesBadOnes() {
        try (WindowAggregate<SinkRecord> transform = transform()) {
            transform.apply(record("t", 0, 0, 5.0, 1.0));
            assertThat(transform.apply(new SinkRecord("t", 0, null, null, null, null, 1)))
                    .isNull();
            assertThat(transform.apply(record("t", 0, 2, 4.0, 1.0))).isNull();
            assertThatThrownBy(() -> transform.apply(record("t", 0, 3, 0.0, 1.0)))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("stamp");
            assertThatThrownBy(() -> transform.apply(record("t", 0, 4, 4e9, 1.0)))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("in the future");
            assertThatThrownBy(
                            () -> transform.apply(new SinkRecord("t", 0, null, null, Schema.STRING_SCHEMA, "text", 5)))
                    .isInstanceOf(DataException.class);
            SinkRecord told = requireNonNull(transform.apply(record("t", 0, 6, 6.0, 1.0)));
            assertThat(((Struct) told.value()).get("count")).isEqualTo(1L);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "window.advance.ms, 500, must equal window.size.ms",
        "window.advance.ms, 2000, must be at most window.size.ms",
        "window.idle.timeout.ms, 10, a transform has no clock",
        "late.policy, report, must be drop",
        "window.size.ms, 0, must be between 1",
        "statistics, average, there is no statistic",
        "partitions.max, 0, must be at least 1",
        "timestamp.unit, fortnights, must be one of"
    })
    void refusesWhatItCannotDo(String key, String value, String message) {
        assertThatThrownBy(() -> transform(key, value))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key)
                .hasMessageContaining(message);
    }

    @Test
    void isFoundByServiceLoader() {
        List<String> names = new ArrayList<>();
        for (Transformation<?> transformation : ServiceLoader.load(Transformation.class)) {
            names.add(transformation.getClass().getName());
        }
        assertThat(names)
                .contains(
                        "org.lsst.efd.connect.aggregator.WindowAggregate$Key",
                        "org.lsst.efd.connect.aggregator.WindowAggregate$Value");
    }
}
