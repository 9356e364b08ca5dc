package org.lsst.efd.connect.telemetry.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.junit.jupiter.api.Test;

final class GeneratedSchemaTest {
    @Test
    void leadsWithTheFieldsOfSalTopics() {
        assertThat(names(schema(RecordForm.SAL, true, 2, 1)))
                .containsExactly(
                        "salIndex",
                        "private_sndStamp",
                        "private_rcvStamp",
                        "private_efdStamp",
                        "private_kafkaStamp",
                        "private_seqNum",
                        "private_revCode",
                        "private_identity",
                        "private_origin",
                        "value0",
                        "value1",
                        "arrayA",
                        "sequence");
        assertThat(names(schema(RecordForm.SALKAFKA, true, 0, 0)))
                .startsWith("private_efdStamp", "private_kafkaStamp", "private_revCode")
                .endsWith("private_origin", "salIndex", "sequence");
        assertThat(names(schema(RecordForm.TIME, false, 1, 0))).containsExactly("time", "value0", "sequence");
    }

    @Test
    void givesEachFieldUnitsAndDescription() {
        for (Field field : schema(RecordForm.SAL, true, 10, 3).fields()) {
            assertThat(field.schema().parameters()).containsKeys("units", "description");
            assertThat(field.schema().doc())
                    .isEqualTo(field.schema().parameters().get("description"));
        }
    }

    @Test
    void repeatsTheTypesInOrder() {
        GeneratedSchema shape = new GeneratedSchema(
                RecordForm.TIME,
                false,
                5,
                List.of(FieldType.DOUBLE, FieldType.DOUBLE, FieldType.STRING),
                0,
                FieldType.DOUBLE,
                true,
                "");
        Schema schema = shape.schema("a-1.2b");

        assertThat(schema.name()).isEqualTo("a_1._2b");
        assertThat(schema.field("value1").schema().type()).isEqualTo(Schema.Type.FLOAT64);
        assertThat(schema.field("value2").schema().type()).isEqualTo(Schema.Type.STRING);
        assertThat(schema.field("value4").schema().type()).isEqualTo(Schema.Type.FLOAT64);
        assertThat(schema.field("value4").schema().isOptional()).isTrue();
    }

    @Test
    void namesArraysSoThatFlattenedNamesDoNotCollide() {
        Set<String> flattened = new HashSet<>();
        int arrays = 0;
        for (Field field : schema(RecordForm.TIME, false, 300, 800).fields()) {
            if (field.schema().type() == Schema.Type.ARRAY) {
                arrays++;
                for (int i = 0; i < 120; i++) {
                    assertThat(flattened.add(field.name() + i)).isTrue();
                }
            } else {
                assertThat(flattened.add(field.name())).isTrue();
            }
        }
        assertThat(arrays).isEqualTo(800);
        assertThat(GeneratedSchema.letters(25)).isEqualTo("Z");
        assertThat(GeneratedSchema.letters(26)).isEqualTo("AA");
    }

    private static List<String> names(Schema schema) {
        return schema.fields().stream().map(Field::name).toList();
    }

    private static Schema schema(RecordForm form, boolean isIndexed, int fields, int arrays) {
        return new GeneratedSchema(
                        form, isIndexed, fields, List.of(FieldType.DOUBLE), arrays, FieldType.DOUBLE, false, "sequence")
                .schema("t");
    }
}
