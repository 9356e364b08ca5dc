package org.lsst.efd.connect.common.aggregate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.lsst.efd.connect.common.settings.Settings;
import org.lsst.efd.window.OpenWindows;
import org.lsst.efd.window.statistics.SamplePool;

class TopicAggregateTest {
    private static final String TOPIC = "lsst.sal.Test.things";
    private static final Settings SETTINGS = Settings.none().with("Windows", AggregateSettings.all());
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(77), ZoneOffset.UTC);

    private static final class Windows {
        private final TopicAggregate aggregate;
        private final OpenWindows<Group> open;

        Windows(String topic, String... settings) {
            Map<String, String> configuration = new HashMap<>();
            for (int i = 0; i < settings.length; i += 2) {
                configuration.put(settings[i], settings[i + 1]);
            }
            aggregate = new TopicAggregate(topic, AggregateSettings.read(SETTINGS.read(configuration)), CLOCK);
            open = aggregate.openWindows(new SamplePool(1 << 20));
        }

        Windows add(Struct value) {
            return add(null, null, value);
        }

        Windows add(
                @org.jspecify.annotations.Nullable Schema keySchema,
                @org.jspecify.annotations.Nullable Object key,
                Struct value) {
            var row = aggregate.row(keySchema, value.schema(), value, 100_000_000L);
            open.add(aggregate.group(keySchema, key, value.schema(), value), row, Long.MIN_VALUE);
            return this;
        }

        List<AggregatedWindow> tell() {
            List<AggregatedWindow> told = new ArrayList<>();
            open.closeBefore(Long.MAX_VALUE, window -> told.add(aggregate.tell(window)));
            return told;
        }

        Struct value() {
            List<AggregatedWindow> told = tell();
            assertThat(told).hasSize(1);
            return told.get(0).value();
        }
    }

    private static Windows windows(String... settings) {
        return new Windows(TOPIC, settings);
    }

    private static List<String> names(Schema schema) {
        return schema.fields().stream().map(Field::name).toList();
    }

    private static SchemaBuilder struct() {
        return SchemaBuilder.struct().name("lsst.sal.Test.things");
    }

    @Test
    void tellsEachNumberAndNothingElse() {
        Schema inner = SchemaBuilder.struct().field("x", Schema.FLOAT32_SCHEMA).build();
        Schema schema = struct().field("time", Schema.FLOAT64_SCHEMA)
                .field("private_sndStamp", Schema.FLOAT64_SCHEMA)
                .field("b", Schema.OPTIONAL_INT8_SCHEMA)
                .field("d", Decimal.schema(1))
                .field("inner", inner)
                .field("flag", Schema.BOOLEAN_SCHEMA)
                .field("text", Schema.STRING_SCHEMA)
                .build();
        Struct value = new Struct(schema)
                .put("time", 1.0)
                .put("private_sndStamp", 1.0)
                .put("d", new BigDecimal("2.5"))
                .put("inner", new Struct(inner).put("x", 3f))
                .put("flag", true)
                .put("text", "no");
        Struct told = windows("statistics", "count,mean").add(value).value();
        assertThat(names(told.schema()))
                .containsExactly(
                        "time",
                        "window_size",
                        "count",
                        "count_b",
                        "mean_b",
                        "count_d",
                        "mean_d",
                        "count_inner_x",
                        "mean_inner_x");
        assertThat(told.get("time")).isEqualTo(0.5);
        assertThat(told.get("window_size")).isEqualTo(1.0);
        assertThat(told.get("count")).isEqualTo(1L);
        assertThat(told.get("count_b")).isEqualTo(0L);
        assertThat(told.get("mean_b")).isNull();
        assertThat(told.get("mean_d")).isEqualTo(2.5);
        assertThat(told.get("mean_inner_x")).isEqualTo(3.0);
        assertThat(told.schema().name()).isEqualTo("lsst.sal.Test.things_aggregated");
    }

    @Test
    void takesBooleansForNumbersWhenAsked() {
        Schema schema = struct().field("flag", Schema.BOOLEAN_SCHEMA).build();
        Struct told = windows("statistics", "mean", "boolean.mode", "number")
                .add(new Struct(schema).put("flag", true))
                .add(new Struct(schema).put("flag", false))
                .value();
        assertThat(told.get("mean_flag")).isEqualTo(0.5);
    }

    private static final Schema ARRAYS = struct().field(
                    "a", SchemaBuilder.array(Schema.OPTIONAL_INT32_SCHEMA).build())
            .build();

    private static Struct array(Integer... elements) {
        return new Struct(ARRAYS).put("a", java.util.Arrays.asList(elements));
    }

    @Test
    void tellsElementsAsOneArrayPerStatistic() {
        Struct told = windows("statistics", "count,mean")
                .add(array(1, 2))
                .add(array(3, 4, 5))
                .value();
        assertThat(told.get("mean_a")).isEqualTo(List.of(2.0, 3.0, 5.0));
        assertThat(told.get("count_a")).isEqualTo(List.of(2L, 2L, 1L));
    }

    @Test
    @SuppressWarnings("NullAway") // a null element is the point
    void anArrayIsAsLongAsTheLongestSeenAlsoWhereElementsAreNull() {
        Struct told = windows("statistics", "count,mean").add(array(1, null)).value();
        assertThat(told.get("mean_a")).isEqualTo(java.util.Arrays.asList(1.0, null));
        assertThat(told.get("count_a")).isEqualTo(List.of(1L, 0L));
    }

    @Test
    void tellsElementsAsColumnsOrPooledOrNotAtAll() {
        Windows flat = windows("statistics", "mean,max", "array.output", "columns");
        Struct told = flat.add(array(1, 2)).value();
        assertThat(names(told.schema()))
                .containsExactly("time", "window_size", "count", "mean_a0", "mean_a1", "max_a0", "max_a1");
        assertThat(told.get("max_a1")).isEqualTo(2.0);
        assertThat(flat.add(array(1, 2, 3)).value().get("mean_a2")).isEqualTo(3.0);
        Struct shorter = flat.add(array(1)).value();
        assertThat(shorter.get("mean_a2")).isNull();

        assertThat(windows("statistics", "mean", "array.mode", "pooled")
                        .add(array(1, 2, 6))
                        .value()
                        .get("mean_a"))
                .isEqualTo(3.0);
        assertThat(names(windows("array.mode", "skip").add(array(1)).value().schema()))
                .containsExactly("time", "window_size", "count");
    }

    @Test
    void carriesUnitsAndDescriptions() {
        Schema force = SchemaBuilder.float64()
                .doc("Measured force")
                .parameter("units", "N")
                .build();
        Schema schema =
                struct().doc("Forces").field("f", force).field("g", force).build();
        Struct told = windows(
                        "statistics", "mean,variance,count", "fields.units", "g:kg m/s2", "fields.rename", "f:force")
                .add(new Struct(schema).put("f", 1.0).put("g", 1.0))
                .value();
        Schema mean = told.schema().field("mean_force").schema();
        assertThat(mean.doc()).isEqualTo("mean of Measured force");
        assertThat(mean.parameters())
                .containsEntry("units", "N")
                .containsEntry("statistic", "mean")
                .containsEntry("source.field", "f")
                .containsEntry("description", "mean of Measured force");
        assertThat(told.schema().field("variance_force").schema().parameters()).containsEntry("units", "N^2");
        assertThat(told.schema().field("variance_g").schema().parameters()).containsEntry("units", "(kg m/s2)^2");
        assertThat(told.schema().field("count_g").schema().parameters()).doesNotContainKey("units");
        assertThat(told.schema().parameters())
                .containsEntry("window.size.ms", "1000")
                .containsEntry("source.topic", TOPIC);
    }

    private static final Schema INDEXED = struct().field("salIndex", Schema.INT32_SCHEMA)
            .field("x", Schema.FLOAT64_SCHEMA)
            .build();

    private static Struct indexed(int index, double x) {
        return new Struct(INDEXED).put("salIndex", index).put("x", x);
    }

    @Test
    void tellsEachGroupWithItsFieldsAndKey() {
        List<AggregatedWindow> told = windows("statistics", "mean", "group.by", "salIndex", "key.mode", "window")
                .add(indexed(2, 5))
                .add(indexed(1, 1))
                .add(indexed(2, 7))
                .tell();
        assertThat(told).extracting(each -> each.value().get("salIndex")).containsExactly(1, 2);
        assertThat(told).extracting(each -> each.value().get("mean_x")).containsExactly(1.0, 6.0);
        assertThat(names(told.get(0).schema())).containsExactly("time", "window_size", "count", "salIndex", "mean_x");
        Struct key = requireNonNull(told.get(1).key());
        assertThat(key.get("salIndex")).isEqualTo(2);
        assertThat(key.get("window_start")).isEqualTo(0L);
        assertThat(told.get(0).groupFields()).containsExactly("salIndex");
    }

    @Test
    void groupsByTheKeyAndByNull() {
        List<AggregatedWindow> told = windows("statistics", "mean", "group.by", "key")
                .add(Schema.OPTIONAL_STRING_SCHEMA, "a\"b", indexed(1, 1))
                .add(Schema.OPTIONAL_STRING_SCHEMA, null, indexed(1, 2))
                .tell();
        assertThat(told).extracting(each -> each.value().get("key")).containsExactly("a\"b", null);
        assertThat(told.get(0).value().get("mean_salIndex")).isEqualTo(1.0);
    }

    @Test
    void aGroupFieldWithAReservedNameGetsAPrefix() {
        Schema schema = struct().field("count", Schema.INT64_SCHEMA).build();
        Struct told = windows("group.by", "count")
                .add(new Struct(schema).put("count", 3L))
                .value();
        assertThat(told.get("group_count")).isEqualTo(3L);
        assertThat(told.get("count")).isEqualTo(1L);
    }

    @Test
    void aChangeOfSchemaCutsNoWindowAndTheNewestSchemaTells() {
        Schema first = struct().version(1)
                .field("x", Schema.INT32_SCHEMA)
                .field("old", Schema.INT32_SCHEMA)
                .build();
        Schema second = struct().version(2)
                .field("x", Schema.FLOAT64_SCHEMA)
                .field("y", Schema.FLOAT64_SCHEMA)
                .build();
        List<AggregatedWindow> told = windows("statistics", "mean,count")
                .add(new Struct(second).put("x", 4.0).put("y", 1.0))
                .add(new Struct(first).put("x", 2).put("old", 9))
                .tell();
        assertThat(told).hasSize(1);
        assertThat(told.get(0).value().get("mean_x")).isEqualTo(3.0);
        assertThat(told.get(0).value().get("count_y")).isEqualTo(1L);
        assertThat(told.get(0).droppedColumns()).isEqualTo(1);
        assertThat(names(told.get(0).schema())).doesNotContain("mean_old");
    }

    @Test
    void refusesRecordsWhoseFieldsWouldCollide() {
        Schema schema = struct().field("x", Schema.FLOAT64_SCHEMA)
                .field("mean_x", Schema.FLOAT64_SCHEMA)
                .build();
        Struct value = new Struct(schema).put("x", 1.0).put("mean_x", 1.0);
        assertThat(windows("statistics", "mean").add(value).value().get("mean_mean_x"))
                .isEqualTo(1.0);

        Schema group = struct().field("mean_x", Schema.INT32_SCHEMA)
                .field("x", Schema.FLOAT64_SCHEMA)
                .build();
        Windows grouped = windows("statistics", "mean", "group.by", "mean_x");
        assertThatThrownBy(() -> grouped.add(new Struct(group).put("mean_x", 1).put("x", 1.0)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("fields mean_x and x would both be mean_x");
    }

    @Test
    void countsEventsOnly() {
        Windows events = new Windows("lsst.sal.Test.logevent_state");
        Struct told = events.add(indexed(1, 2)).add(indexed(1, 2)).value();
        assertThat(names(told.schema())).containsExactly("time", "window_size", "count");
        assertThat(told.get("count")).isEqualTo(2L);
    }

    @Test
    void refusesWhatIsNoStruct() {
        TopicAggregate aggregate = windows().aggregate;
        assertThatThrownBy(() -> aggregate.row(null, Schema.INT32_SCHEMA, 5, 0)).isInstanceOf(DataException.class);
        assertThatThrownBy(() -> aggregate.row(null, null, Map.of("x", 5), 0)).isInstanceOf(DataException.class);
    }

    @Test
    void aFieldThatTurnsIntoTextIsLeftOut() {
        Schema text = struct().field("salIndex", Schema.INT32_SCHEMA)
                .field("x", Schema.STRING_SCHEMA)
                .build();
        Struct told = windows("statistics", "mean")
                .add(indexed(1, 2))
                .add(new Struct(text).put("salIndex", 1).put("x", "broken"))
                .value();
        assertThat(names(told.schema())).containsExactly("time", "window_size", "count", "mean_salIndex");
        assertThat(told.get("count")).isEqualTo(2L);
    }

    @Test
    void stampsTheRecordAsAsked() {
        Map<String, Long> wanted = Map.of("midpoint", 500L, "start", 0L, "end", 1_000L, "now", 77L);
        wanted.forEach((mode, timestamp) -> assertThat(
                        windows("record.timestamp", mode).add(indexed(1, 1)).tell())
                .extracting(AggregatedWindow::timestampMs)
                .containsExactly(timestamp));
    }

    @Test
    void makesSchemasThatConnectAccepts() {
        Struct told = windows("statistics", "mean,count").add(array(1, 2)).value();
        ConnectSchema.validateValue(told.schema(), told);
        told.validate();
        assertThat(told.schema().field("mean_a").schema().isOptional()).isTrue();
    }
}
