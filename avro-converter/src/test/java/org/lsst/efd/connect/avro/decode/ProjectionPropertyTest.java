package org.lsst.efd.connect.avro.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.lsst.efd.connect.avro.random.PlainForm;
import org.lsst.efd.connect.avro.random.RandomAvro;
import org.lsst.efd.connect.avro.random.RandomMessage;
import org.lsst.efd.connect.avro.random.Soak;
import org.lsst.efd.connect.avro.schema.MappingOptions;
import org.lsst.efd.connect.avro.schema.Projection;

final class ProjectionPropertyTest {
    @Property(tries = 1000)
    void projectedFieldsHaveTheValuesOfTheFullDecodeAndNoOthersAreThere(@ForAll long seed) {
        Soak.runs(seed, random -> {
            RandomAvro some = new RandomAvro(random);
            Schema schema = some.record(4);
            byte[] message = RandomMessage.binary(schema, some.datum(schema));
            List<String> paths = schema.getFields().stream()
                    .map(Schema.Field::name)
                    .filter(name -> random.nextBoolean())
                    .toList();

            Struct full = struct(decode(schema, message, List.of(), false));
            Struct projected = struct(decode(schema, message, paths, false));

            assertThat(projected.schema().name()).isEqualTo(full.schema().name());
            if (!paths.isEmpty()) {
                assertThat(projected.schema().fields().stream().map(Field::name))
                        .isEqualTo(paths);
            }
            for (Field field : projected.schema().fields()) {
                assertThat(PlainForm.of(projected.get(field))).isEqualTo(PlainForm.of(full.get(field.name())));
                assertThat(field.schema())
                        .isEqualTo(full.schema().field(field.name()).schema());
            }
        });
    }

    @Example
    void pathsGoThroughArraysAndNullables() {
        Schema schema = new Schema.Parser()
                .parse(
                        """
                        {"type": "record", "name": "alert", "fields": [
                          {"name": "id", "type": "long"},
                          {"name": "prv", "type": ["null", {"type": "array", "items":
                            {"type": "record", "name": "candidate", "fields": [
                              {"name": "jd", "type": "double"},
                              {"name": "magpsf", "type": ["null", "float"]},
                              {"name": "names", "type": {"type": "array", "items": "string"}}]}}]},
                          {"name": "last", "type": "int"}]}
                        """);
        GenericData.Record candidate = new GenericData.Record(
                schema.getField("prv").schema().getTypes().get(1).getElementType());
        candidate.put("jd", 2460000.5);
        candidate.put("magpsf", 18.5f);
        candidate.put("names", List.of("a", "b"));
        GenericData.Record alert = new GenericData.Record(schema);
        alert.put("id", 1L);
        alert.put("prv", List.of(candidate, candidate));
        alert.put("last", -5);
        byte[] message = RandomMessage.binary(schema, alert);

        assertThat(PlainForm.of(decode(schema, message, List.of("prv.magpsf", "last", "not.there"), false)
                        .value()))
                .isEqualTo("{prv=[{magpsf=18.5}, {magpsf=18.5}], last=-5}");
        assertThat(PlainForm.of(
                        decode(schema, message, List.of("prv", "prv.jd"), false).value()))
                .as("a path takes all below it")
                .startsWith("{prv=[{jd=2460000.5, magpsf=18.5, names=[a, b]}");
        assertThatThrownBy(() -> decode(schema, message, List.of("prv.magzero"), true))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("magzero");
        assertThatThrownBy(() -> decode(schema, Arrays.copyOf(message, message.length - 1), List.of("id"), false))
                .as("what is skipped must be there")
                .isInstanceOf(DamagedBytesException.class);
    }

    private static Struct struct(SchemaAndValue read) {
        return (Struct) read.value();
    }

    private static SchemaAndValue decode(
            Schema schema, byte[] message, List<String> paths, boolean failsOnMissingPaths) {
        return new DecodePlan.Compiler(MappingOptions.DEFAULTS, Projection.of(paths), failsOnMissingPaths)
                .compile(schema, null)
                .decode(message, 0, message.length);
    }
}
