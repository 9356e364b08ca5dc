package org.lsst.efd.connect.common.flatten;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Compares plans with a plain walk over random records of random schemas whose names are made to collide. */
final class FlattenerPropertyTest {
    private static final String[] NAMES = {"a", "a1", "a10", "a_1", "b", "b0", "ab"};

    @Property(tries = 2000)
    void everyValueHasAColumnOfItsOwnOrTheRecordIsBad(@ForAll long seed) {
        Random random = new Random(seed);
        Schema schema = struct(random, 0);
        Map<String, String> pathOfColumn = new HashMap<>();
        FlatPlan<String> plan = Flattener.standard().plan("t", schema, leaf -> {
            pathOfColumn.put(leaf.name(), leaf.path());
            return leaf.name();
        });

        for (int record = 0; record < 5; record++) {
            Struct value = (Struct) value(schema, random);
            Map<String, @Nullable Object> expected = new HashMap<>();
            walk("", value, schema, expected);
            Map<String, @Nullable Object> told = new HashMap<>();
            try {
                CollectedLeaves.of(plan, value).forEach((column, leaf) -> told.put(pathOf(pathOfColumn, column), leaf));
            } catch (DataException bad) {
                assertThat(bad).hasMessageMatching("fields .+ and .+ would both be column .+");
                continue;
            }
            assertThat(told).isEqualTo(expected);
        }
    }

    private static String pathOf(Map<String, String> pathOfColumn, String column) {
        String path = pathOfColumn.get(column);
        if (path == null) {
            throw new AssertionError("column " + column + " was never made");
        }
        return path;
    }

    private static Schema struct(Random random, int depth) {
        SchemaBuilder builder = SchemaBuilder.struct();
        for (String name : NAMES) {
            if (random.nextInt(3) == 0) {
                builder.field(name, schema(random, depth + 1));
            }
        }
        return builder.field("z", Schema.INT32_SCHEMA).build();
    }

    private static Schema schema(Random random, int depth) {
        return switch (random.nextInt(depth > 2 ? 3 : 7)) {
            case 0 -> Schema.OPTIONAL_FLOAT64_SCHEMA;
            case 1 -> Schema.INT64_SCHEMA;
            case 2 -> Schema.STRING_SCHEMA;
            case 3 -> struct(random, depth);
            case 4 ->
                SchemaBuilder.map(Schema.STRING_SCHEMA, schema(random, depth + 1))
                        .build();
            default -> SchemaBuilder.array(schema(random, depth + 1)).build();
        };
    }

    private static @Nullable Object value(Schema schema, Random random) {
        return switch (schema.type()) {
            case FLOAT64 -> random.nextInt(4) == 0 ? null : (Object) random.nextDouble();
            case INT32 -> random.nextInt();
            case INT64 -> random.nextLong();
            case STRING -> "s" + random.nextInt(100);
            case STRUCT -> {
                Struct struct = new Struct(schema);
                for (Field field : schema.fields()) {
                    struct.put(field, value(field.schema(), random));
                }
                yield struct;
            }
            case MAP -> {
                Map<String, @Nullable Object> map = new HashMap<>();
                for (int i = random.nextInt(3); i > 0; i--) {
                    map.put(NAMES[random.nextInt(NAMES.length)], value(schema.valueSchema(), random));
                }
                yield map;
            }
            default -> {
                List<@Nullable Object> list = new ArrayList<>();
                for (int i = random.nextInt(random.nextInt(5) == 0 ? 15 : 3); i > 0; i--) {
                    list.add(value(schema.valueSchema(), random));
                }
                yield list;
            }
        };
    }

    private static void walk(String path, @Nullable Object value, Schema schema, Map<String, @Nullable Object> leaves) {
        if (value instanceof Struct struct) {
            for (Field field : schema.fields()) {
                String inner = path.isEmpty() ? field.name() : path + "." + field.name();
                walk(inner, struct.get(field), field.schema(), leaves);
            }
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, inner) -> walk(path + "." + key, inner, schema.valueSchema(), leaves));
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                walk(path + "[" + i + "]", list.get(i), schema.valueSchema(), leaves);
            }
        } else {
            leaves.put(path, value instanceof Integer number ? (Object) number.longValue() : value);
        }
    }
}
