package org.lsst.efd.connect.common.flatten;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericData;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Flattens records of real schemas, filled with their defaults, in which arrays have their full length. */
final class SalSchemasTest {
    @Test
    void everyColumnOfARealSchemaHasANameOfItsOwn() throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(sharedFolder("sal"))) {
            files = found.filter(file -> file.toString().endsWith(".avsc")).toList();
        }
        assertThat(files).isNotEmpty();
        for (Path file : files) {
            org.apache.avro.Schema avro = new org.apache.avro.Schema.Parser().parse(Files.readString(file));
            Map<String, @Nullable Object> columns = flatten(avro);
            assertThat(columns).as(file.toString()).hasSize(leaves(avro));
        }
    }

    @Test
    void theWidestSharedTopicHasTheColumnsThatClientsAskFor() throws IOException {
        Path file = sharedFolder("sal").resolve("lsst.sal.MTM1M3.forceActuatorData.avsc");
        Map<String, @Nullable Object> columns =
                flatten(new org.apache.avro.Schema.Parser().parse(Files.readString(file)));

        assertThat(columns)
                .containsKeys("private_efdStamp", "timestamp", "primaryCylinderForce0", "primaryCylinderForce155");
        assertThat(columns).hasSizeBetween(812, 830);
    }

    private static Map<String, @Nullable Object> flatten(org.apache.avro.Schema avro) {
        Schema schema = connect(avro);
        Struct value = new Struct(schema);
        for (org.apache.avro.Schema.Field field : avro.getFields()) {
            Object defaulted = defaultOf(field);
            value.put(field.name(), defaulted instanceof CharSequence text ? text.toString() : plain(defaulted));
        }
        return CollectedLeaves.of(Flattener.standard().plan("topic", schema, Leaf::name), value);
    }

    private static @Nullable Object defaultOf(org.apache.avro.Schema.Field field) {
        return field.hasDefaultValue() ? GenericData.get().getDefaultValue(field) : null;
    }

    private static @Nullable Object plain(@Nullable Object value) {
        if (!(value instanceof List<?> list)) {
            return value;
        }
        List<@Nullable Object> plain = new ArrayList<>();
        list.forEach(element -> plain.add(element instanceof CharSequence text ? text.toString() : element));
        return plain;
    }

    private static Schema connect(org.apache.avro.Schema avro) {
        SchemaBuilder builder = SchemaBuilder.struct().name(avro.getFullName());
        avro.getFields().forEach(field -> builder.field(field.name(), value(field.schema())));
        return builder.build();
    }

    private static Schema value(org.apache.avro.Schema avro) {
        return switch (avro.getType()) {
            case UNION ->
                value(avro.getTypes().stream()
                        .filter(branch -> branch.getType() != org.apache.avro.Schema.Type.NULL)
                        .findFirst()
                        .orElseThrow());
            case ARRAY ->
                SchemaBuilder.array(value(avro.getElementType())).optional().build();
            case BOOLEAN -> Schema.OPTIONAL_BOOLEAN_SCHEMA;
            case INT -> Schema.OPTIONAL_INT32_SCHEMA;
            case LONG -> Schema.OPTIONAL_INT64_SCHEMA;
            case FLOAT -> Schema.OPTIONAL_FLOAT32_SCHEMA;
            case DOUBLE -> Schema.OPTIONAL_FLOAT64_SCHEMA;
            case STRING -> Schema.OPTIONAL_STRING_SCHEMA;
            default -> throw new AssertionError("no SAL topic has a field of type " + avro.getType());
        };
    }

    private static int leaves(org.apache.avro.Schema avro) {
        Map<String, Integer> leaves = new LinkedHashMap<>();
        avro.getFields()
                .forEach(field -> leaves.put(field.name(), defaultOf(field) instanceof List<?> list ? list.size() : 1));
        return leaves.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static Path sharedFolder(String name) {
        String named = Optional.ofNullable(System.getProperty("EFD_SHARED_DATA"))
                .or(() -> Optional.ofNullable(System.getenv("EFD_SHARED_DATA")))
                .orElse("../../shared/data");
        Path folder = Path.of(named, name);
        Assumptions.assumeTrue(
                Files.isDirectory(folder), "no shared data: set EFD_SHARED_DATA to a directory that has " + name);
        return folder;
    }
}
