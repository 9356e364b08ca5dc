package org.lsst.efd.connect.common.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.lsst.efd.connect.common.settings.Settings;

final class NameTemplateTest {
    private static final Schema SCHEMA = SchemaBuilder.struct()
            .field("index", Schema.OPTIONAL_INT32_SCHEMA)
            .field("list", SchemaBuilder.array(Schema.INT32_SCHEMA).optional().build())
            .build();
    private static final Map<String, TemplateVariable<SinkRecord>> VARIABLES =
            new RecordVariables(TopicRename.none(), Optional.empty()).all();

    @Test
    void expandsTheVariablesOfARecord() {
        NameTemplate<SinkRecord> template =
                NameTemplate.compile("a.${topic}/${partition}-${field:index}-${header:h}-${key}", VARIABLES);
        SinkRecord record = record(new Struct(SCHEMA).put("index", 7));
        record.headers().addString("h", "old").addString("h", "new");

        assertThat(template.expand(record)).isEqualTo("a.lsst.sal.x/3-7-new-k");
        assertThat(template.uses("field")).isTrue();
        assertThat(template.uses("date")).isFalse();
    }

    @Test
    void aRecordWithoutTheValueIsBadUnlessSomethingStandsForIt() {
        SinkRecord record = record(new Struct(SCHEMA));
        Map<String, TemplateVariable<SinkRecord>> lenient =
                new RecordVariables(TopicRename.none(), Optional.of("__null__")).all();

        assertThatThrownBy(
                        () -> NameTemplate.compile("${field:index}", VARIABLES).expand(record))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("field index");
        assertThat(NameTemplate.compile("${field:index}", lenient).expand(record))
                .isEqualTo("__null__");
        assertThatThrownBy(() -> NameTemplate.compile("${field:list}", lenient)
                        .expand(record(new Struct(SCHEMA).put("list", java.util.List.of(1)))))
                .isInstanceOf(DataException.class);
    }

    @Test
    void refusesMistakesWhenItIsCompiled() {
        assertRefused("", "is empty");
        assertRefused("${topic", "lacks }");
        assertRefused("${tpic}", "unknown variable ${tpic}; known are ${field}, ${header}");
        assertRefused("${topic:x}", "takes no argument");
        assertRefused("${field}", "needs an argument");
        assertRefused("${field:a..b}", "field names joined by single dots");
    }

    @Property
    void textWithoutVariablesStandsForItself(@ForAll String text) {
        if (!text.isBlank() && !text.contains("${")) {
            assertThat(NameTemplate.compile(text, VARIABLES).expand(record(new Struct(SCHEMA))))
                    .isEqualTo(text);
        }
    }

    @Test
    void renamesTopicsThatMatchAsAWhole() {
        Settings settings =
                Settings.none().with("Names", TopicRenameSettings.all()).checking(TopicRenameSettings::check);
        TopicRename rename = TopicRenameSettings.read(
                settings.read(Map.of("topic.rename.regex", "ztf_[0-9]{8}_(.*)", "topic.rename.replacement", "ztf-$1")));

        assertThat(rename.apply("ztf_20240101_alerts")).isEqualTo("ztf-alerts");
        assertThat(rename.apply("x_ztf_20240101_alerts")).isEqualTo("x_ztf_20240101_alerts");
        assertThat(settings.validate(Map.of("topic.rename.regex", "a(b)", "topic.rename.replacement", "$2"))
                        .configValues())
                .filteredOn(ConfigValue::name, "topic.rename.replacement")
                .singleElement()
                .satisfies(value -> assertThat(value.errorMessages()).hasSize(1));
    }

    private static void assertRefused(String template, String because) {
        assertThatThrownBy(() -> NameTemplate.compile(template, VARIABLES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(because);
    }

    private static SinkRecord record(Struct value) {
        return new SinkRecord("lsst.sal.x", 3, Schema.STRING_SCHEMA, "k", SCHEMA, value, 12);
    }
}
