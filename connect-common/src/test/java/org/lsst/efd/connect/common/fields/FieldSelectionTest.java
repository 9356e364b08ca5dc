package org.lsst.efd.connect.common.fields;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.junit.jupiter.api.Test;
import org.lsst.efd.connect.common.settings.Settings;

final class FieldSelectionTest {
    private static final Settings SETTINGS = Settings.none().with("Fields", FieldSettings.all());

    @Test
    void takesIncludedFieldsButForExcludedOnes() {
        FieldSelection selection = FieldSettings.read(
                SETTINGS.read(Map.of("fields.include", "temp*, position", "fields.exclude", "*.raw,temp1?")));

        assertThat(selection.takes("temp1")).isTrue();
        assertThat(selection.takes("temp10")).isFalse();
        assertThat(selection.takes("position.x")).isTrue();
        assertThat(selection.takes("position.deep.raw")).isFalse();
        assertThat(selection.takes("positions")).isFalse();
        assertThat(FieldSelection.all().takes("anything")).isTrue();
    }

    @Test
    void aGlobHasNoOtherSpecialCharacters() {
        assertThat(Glob.of("a.b[1]").matches("a.b[1]")).isTrue();
        assertThat(Glob.of("a.b").matches("axb")).isFalse();
    }

    @Test
    void alternatingAndEqualSchemasAreCompiledOnce() {
        List<String> compiled = new ArrayList<>();
        PlanCache<String> plans = new PlanCache<>((topic, schema) -> {
            String plan = topic + ":" + (schema == null ? "none" : schema.name());
            compiled.add(plan);
            return plan;
        });
        for (int i = 0; i < 100; i++) {
            assertThat(plans.planFor("t", named("a"))).isEqualTo("t:a");
            assertThat(plans.planFor("t", named("b"))).isEqualTo("t:b");
            assertThat(plans.planFor("u", named("a"))).isEqualTo("u:a");
            assertThat(plans.planFor("t", null)).isEqualTo("t:none");
        }

        assertThat(compiled).containsExactly("t:a", "t:b", "u:a", "t:none");
    }

    @Test
    void manySchemasOfATopicPushOutTheOldest() {
        List<String> compiled = new ArrayList<>();
        PlanCache<String> plans = new PlanCache<>((topic, schema) -> {
            compiled.add(schema == null ? "none" : schema.name());
            return topic;
        });
        for (int i = 0; i <= PlanCache.SCHEMAS_PER_TOPIC; i++) {
            plans.planFor("t", named("s" + i));
        }
        plans.planFor("t", named("s1"));
        assertThat(compiled).hasSize(PlanCache.SCHEMAS_PER_TOPIC + 1);
        plans.planFor("t", named("s0"));
        assertThat(compiled).endsWith("s0");
    }

    private static Schema named(String name) {
        return SchemaBuilder.struct().name(name).field("x", Schema.INT32_SCHEMA).build();
    }
}
