package org.lsst.efd.connect.common.flatten;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.lsst.efd.connect.common.fields.FieldSelection;
import org.lsst.efd.connect.common.fields.Glob;
import org.lsst.efd.connect.common.settings.Settings;

@SuppressWarnings("JavaUtilDate") // Connect's logical types are java.util.Date
final class FlattenerTest {
    private static final Schema DOUBLES =
            SchemaBuilder.array(Schema.OPTIONAL_FLOAT64_SCHEMA).optional().build();

    @Test
    void tellsEveryKindOfScalar() {
        Schema schema = SchemaBuilder.struct()
                .field("i8", Schema.INT8_SCHEMA)
                .field("i32", Schema.INT32_SCHEMA)
                .field("i64", Schema.INT64_SCHEMA)
                .field("f32", Schema.FLOAT32_SCHEMA)
                .field("f64", Schema.FLOAT64_SCHEMA)
                .field("flag", Schema.BOOLEAN_SCHEMA)
                .field("text", Schema.STRING_SCHEMA)
                .field("bytes", Schema.BYTES_SCHEMA)
                .field("decimal", Decimal.schema(2))
                .field("instant", Timestamp.SCHEMA)
                .field("none", Schema.OPTIONAL_INT32_SCHEMA)
                .build();
        Struct value = new Struct(schema)
                .put("i8", (byte) 1)
                .put("i32", 2)
                .put("i64", 3L)
                .put("f32", 0.1f)
                .put("f64", -0.0)
                .put("flag", true)
                .put("text", "t")
                .put("bytes", "b".getBytes(StandardCharsets.UTF_8))
                .put("decimal", new BigDecimal("1.25"))
                .put("instant", new Date(5));

        assertThat(flatten(schema, value))
                .isEqualTo(expected(
                        "i8",
                        1L,
                        "i32",
                        2L,
                        "i64",
                        3L,
                        "f32",
                        0.1f,
                        "f64",
                        -0.0,
                        "flag",
                        true,
                        "text",
                        "t",
                        "bytes",
                        ByteBuffer.wrap("b".getBytes(StandardCharsets.UTF_8)),
                        "decimal",
                        new BigDecimal("1.25"),
                        "instant",
                        new Date(5),
                        "none",
                        null));
    }

    @Test
    void namesNestedFieldsByTheRules() {
        Schema point = SchemaBuilder.struct()
                .optional()
                .field("x", Schema.INT32_SCHEMA)
                .build();
        Schema schema = SchemaBuilder.struct()
                .field("in", point)
                .field("none", point)
                .field("temp", DOUBLES)
                .field("points", SchemaBuilder.array(point).build())
                .field("grid", SchemaBuilder.array(DOUBLES).build())
                .field("map", SchemaBuilder.map(Schema.STRING_SCHEMA, point).build())
                .build();
        Struct one = new Struct(point).put("x", 1);
        Struct value = new Struct(schema)
                .put("in", one)
                .put("temp", Arrays.asList(0.5, null))
                .put("points", Arrays.asList(null, one))
                .put("grid", List.of(List.of(), List.of(7.0, 8.0)))
                .put("map", Map.of("k", one));

        assertThat(flatten(schema, value))
                .isEqualTo(expected(
                        "in_x",
                        1L,
                        "temp0",
                        0.5,
                        "temp1",
                        null,
                        "points1_x",
                        1L,
                        "grid1_0",
                        7.0,
                        "grid1_1",
                        8.0,
                        "map_k_x",
                        1L));
    }

    @Test
    void aNullInAnOptionalFieldIsNotItsDefault() {
        Schema schema = SchemaBuilder.struct()
                .field("x", SchemaBuilder.float64().optional().defaultValue(9.0).build())
                .build();

        assertThat(flatten(schema, new Struct(schema))).isEqualTo(expected("x", null));
    }

    @Test
    void theLongerOfTwoArraysThatCouldCollideUsesADelimiter() {
        Schema schema = SchemaBuilder.struct()
                .field("clocklo_VaftLDO", DOUBLES)
                .field("clocklo_VaftLDO2", DOUBLES)
                .field("temp", DOUBLES)
                .field("temp07", Schema.INT32_SCHEMA)
                .build();
        Struct value = new Struct(schema)
                .put("clocklo_VaftLDO", List.of(1.0))
                .put("clocklo_VaftLDO2", List.of(2.0))
                .put("temp", List.of(3.0))
                .put("temp07", 4);

        assertThat(flatten(schema, value))
                .isEqualTo(expected("clocklo_VaftLDO0", 1.0, "clocklo_VaftLDO2_0", 2.0, "temp_0", 3.0, "temp07", 4L));
    }

    @Test
    void theRuleHoldsInsideElementsOfArraysToo() {
        Schema element =
                SchemaBuilder.struct().field("a", DOUBLES).field("a1", DOUBLES).build();
        Schema schema = SchemaBuilder.struct()
                .field("e", SchemaBuilder.array(element).build())
                .build();
        Struct value = new Struct(schema)
                .put("e", List.of(new Struct(element).put("a", List.of(1.0)).put("a1", List.of(2.0))));

        assertThat(flatten(schema, value)).isEqualTo(expected("e0_a0", 1.0, "e0_a1_0", 2.0));
    }

    @Test
    void namesThatStillCollideMakeTheRecordBadWhenTheTablesGrow() {
        Schema schema = SchemaBuilder.struct()
                .field("a", DOUBLES)
                .field("a_1", Schema.INT32_SCHEMA)
                .build();
        Settings settings = Settings.none().with("Names", FlattenSettings.all());
        Flattener rules = FlattenSettings.read(
                settings.read(Map.of("array.delimiter.topics", "other=x, top*=_")), FieldSelection.all());
        FlatPlan<String> plan = rules.plan("topic", schema, Leaf::name);

        assertThat(CollectedLeaves.of(
                        plan, new Struct(schema).put("a", List.of(1.0)).put("a_1", 2)))
                .isEqualTo(expected("a_0", 1.0, "a_1", 2L));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> CollectedLeaves.of(
                            plan, new Struct(schema).put("a", List.of(1.0, 2.0)).put("a_1", 2)))
                    .isInstanceOf(DataException.class)
                    .hasMessage("fields a_1 and a[1] would both be column a_1");
        }
        assertThat(CollectedLeaves.of(
                        plan, new Struct(schema).put("a", List.of(3.0)).put("a_1", 2)))
                .hasSize(2);
    }

    @Test
    void namesThatCollideAfterRenamingMakeEveryRecordBad() {
        Schema schema = SchemaBuilder.struct()
                .field("Level", Schema.INT32_SCHEMA)
                .field("level", Schema.INT32_SCHEMA)
                .build();
        Flattener rules = Flattener.standard().renaming(name -> name.toUpperCase(Locale.ROOT));
        FlatPlan<String> plan = rules.plan("topic", schema, Leaf::name);

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> CollectedLeaves.of(plan, new Struct(schema)))
                    .isInstanceOf(DataException.class)
                    .hasMessage("fields Level and level would both be column LEVEL");
        }
    }

    @Test
    void selectsBySourcePathAndKeepsTheNames() {
        Schema point = SchemaBuilder.struct()
                .field("x", Schema.INT32_SCHEMA)
                .field("y", Schema.INT32_SCHEMA)
                .build();
        Schema schema = SchemaBuilder.struct()
                .field("points", SchemaBuilder.array(point).build())
                .field("a", DOUBLES)
                .field("a1", DOUBLES)
                .build();
        Flattener rules = Flattener.standard()
                .selecting(new FieldSelection(List.of(Glob.of("points"), Glob.of("a1")), List.of(Glob.of("*.y"))));
        Struct value = new Struct(schema)
                .put("points", List.of(new Struct(point).put("x", 1).put("y", 2)))
                .put("a", List.of(1.0))
                .put("a1", List.of(2.0));

        assertThat(CollectedLeaves.of(rules.plan("t", schema, Leaf::name), value))
                .isEqualTo(expected("points0_x", 1L, "a1_0", 2.0));
    }

    @Test
    void keepsArraysAndMapsWholeOrLeavesThemOut() {
        Schema map =
                SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA).build();
        Schema schema =
                SchemaBuilder.struct().field("a", DOUBLES).field("m", map).build();
        Struct value = new Struct(schema).put("a", Arrays.asList(1.0, null)).put("m", Map.of("k", 1));
        Flattener rules = Flattener.standard().withArrays(Handling.WHOLE).withMaps(Handling.SKIP);

        Map<String, @Nullable Object> leaves = CollectedLeaves.of(rules.plan("t", schema, Leaf::name), value);

        assertThat(leaves).isEqualTo(expected("a", Arrays.asList(1.0, null)));
        assertThat(JsonText.of(leaves.get("a"))).isEqualTo("[1.0,null]");
        assertThat(JsonText.of(value)).isEqualTo("{\"a\":[1.0,null],\"m\":{\"k\":1}}");
        assertThat(JsonText.of(Map.of("q\"\n\u0001", Double.NaN))).isEqualTo("{\"q\\\"\\n\\u0001\":null}");
    }

    @Test
    void flattensDataWithoutSchema() {
        Map<String, @Nullable Object> value = new LinkedHashMap<>();
        value.put("n", 1L);
        value.put("none", null);
        value.put("in", Map.of("x", 0.5));
        value.put("list", List.of("a", Map.of("y", true)));

        assertThat(flatten(null, value)).isEqualTo(expected("n", 1L, "in_x", 0.5, "list0", "a", "list1_y", true));
        assertThat(flatten(null, 5)).isEqualTo(expected("value", 5L));
        assertThat(flatten(Schema.FLOAT64_SCHEMA, 5.0)).isEqualTo(expected("value", 5.0));
        assertThat(flatten(DOUBLES, List.of(5.0))).isEqualTo(expected("value0", 5.0));
        assertThatThrownBy(() -> flatten(null, Map.of("x", new Object())))
                .hasMessageContaining("field x is of the class");
    }

    @Test
    void refusesWhatDoesNotFitTheSchemaNamingTheField() {
        Schema schema = SchemaBuilder.struct().field("a", DOUBLES).build();
        List<Object> texts = new ArrayList<>(List.of("secret"));
        FlatPlan<String> plan = Flattener.standard().plan("t", schema, Leaf::name);
        Struct value = new Struct(schema).put("a", List.of(1.0));
        Map<String, Object> keyed = Map.of("k", 1);

        assertThat(CollectedLeaves.of(plan, value)).hasSize(1);
        assertThatThrownBy(() -> CollectedLeaves.of(plan, keyed)).isInstanceOf(DataException.class);
        FlatPlan<String> arrays = Flattener.standard().plan("t", DOUBLES, Leaf::name);
        assertThatThrownBy(() -> CollectedLeaves.of(arrays, texts))
                .isInstanceOf(DataException.class)
                .hasMessageNotContaining("secret");
    }

    @Test
    void allocatesNothingPerNumber() {
        SchemaBuilder builder = SchemaBuilder.struct().field("array", DOUBLES);
        for (int i = 0; i < 300; i++) {
            builder.field("value_" + i, i % 3 == 0 ? Schema.INT32_SCHEMA : Schema.FLOAT64_SCHEMA);
        }
        Schema schema = builder.build();
        Struct value = new Struct(schema).put("array", new ArrayList<>(Collections.nCopies(100, 0.5)));
        for (int i = 0; i < 300; i++) {
            value.put("value_" + i, i % 3 == 0 ? (Object) i : (Object) (double) i);
        }
        Summing sum = new Summing();
        FlatPlan<String> plan = Flattener.standard().plan("t", schema, Leaf::name);
        for (int i = 0; i < 2_000; i++) {
            plan.write(value, sum);
        }
        long before = allocatedBytes();
        for (int i = 0; i < 2_000; i++) {
            plan.write(value, sum);
        }
        assertThat((double) (allocatedBytes() - before) / (2_000 * 400))
                .as("bytes for each number")
                .isLessThan(0.5);
        assertThat(sum.sum).isEqualTo(4_000 * (44_850.0 + 50));
    }

    private static long allocatedBytes() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    @Test
    void leavesKnowTheirUnitsAndDescriptions() {
        Schema schema = SchemaBuilder.struct()
                .field(
                        "a",
                        SchemaBuilder.array(Schema.FLOAT64_SCHEMA)
                                .doc("Force")
                                .parameter("units", "N")
                                .build())
                .build();
        List<Leaf> leaves = new ArrayList<>();
        FlatPlan<String> plan = Flattener.standard().plan("t", schema, leaf -> {
            leaves.add(leaf);
            return leaf.name();
        });
        CollectedLeaves.of(plan, new Struct(schema).put("a", List.of(1.0, 2.0)));
        CollectedLeaves.of(plan, new Struct(schema).put("a", List.of(1.0)));

        assertThat(leaves).extracting(Leaf::path).containsExactly("a[0]", "a[1]");
        assertThat(leaves).extracting(Leaf::index).containsExactly(0, 1);
        assertThat(leaves).allSatisfy(leaf -> {
            assertThat(leaf.units()).contains("N");
            assertThat(leaf.description()).contains("Force");
            assertThat(leaf.sourcePath()).isEqualTo("a");
        });
    }

    /** Adds up numbers and ignores all else. */
    private static final class Summing implements Leaves<String> {
        private double sum;

        @Override
        public void onLong(String column, long value) {
            sum += value;
        }

        @Override
        public void onFloat(String column, float value) {
            sum += value;
        }

        @Override
        public void onDouble(String column, double value) {
            sum += value;
        }

        @Override
        public void onBoolean(String column, boolean value) {}

        @Override
        public void onString(String column, String value) {}

        @Override
        public void onBytes(String column, ByteBuffer value) {}

        @Override
        public void onDecimal(String column, BigDecimal value) {}

        @Override
        public void onDate(String column, Date value) {}

        @Override
        public void onWhole(String column, Object value) {}
    }

    @Test
    void keepsSingleArraysWhole() {
        Schema schema = SchemaBuilder.struct()
                .field("long", DOUBLES)
                .field("short", DOUBLES)
                .field("long2", Schema.FLOAT64_SCHEMA)
                .build();
        Struct value = new Struct(schema)
                .put("long", List.of(1.0, 2.0))
                .put("short", List.of(3.0))
                .put("long2", 4.0);
        Flattener rules = Flattener.standard().keepingWhole(Set.of("long"));

        assertThat(CollectedLeaves.of(rules.plan("topic", schema, Leaf::name), value))
                .isEqualTo(expected("long", List.of(1.0, 2.0), "short0", 3.0, "long2", 4.0));
    }

    private static Map<String, @Nullable Object> flatten(@Nullable Schema schema, @Nullable Object value) {
        return CollectedLeaves.of(Flattener.standard().plan("topic", schema, Leaf::name), value);
    }

    private static Map<String, @Nullable Object> expected(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return map;
    }
}
