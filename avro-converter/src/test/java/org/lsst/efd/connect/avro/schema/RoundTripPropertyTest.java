package org.lsst.efd.connect.avro.schema;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.avro.decode.DecodePlan;
import org.lsst.efd.connect.avro.encode.AvroOutput;
import org.lsst.efd.connect.avro.encode.EncodePlan;
import org.lsst.efd.connect.avro.random.PlainForm;
import org.lsst.efd.connect.avro.random.RandomAvro;
import org.lsst.efd.connect.avro.random.RandomConnect;
import org.lsst.efd.connect.avro.random.RandomMessage;
import org.lsst.efd.connect.avro.random.Soak;

final class RoundTripPropertyTest {
    @Property(tries = 2000)
    void whatConnectCanExpressComesBackEqual(@ForAll long seed, @ForAll boolean enhanced) {
        Soak.runs(seed, random -> {
            MappingOptions options = MappingOptions.DEFAULTS.enhanced(enhanced);
            RandomConnect some = new RandomConnect(random);
            org.apache.kafka.connect.data.Schema schema = some.schema(4);
            Object value = some.value(schema);

            Schema avro = parsed(new ConnectToAvro(options).map(schema));
            byte[] bytes = encode(schema, value, avro, options);
            SchemaAndValue read = decode(avro, bytes, options);

            assertThat(PlainForm.difference(PlainForm.of(schema, false), PlainForm.of(read.schema(), false)))
                    .isEmpty();
            assertThat(read.schema()).isEqualTo(schema);
            assertThat(PlainForm.of(read.value())).isEqualTo(PlainForm.of(value));
            assertThat(read.value()).isEqualTo(value);
        });
    }

    @Property(tries = 2000)
    void whatAvroWroteGoesThroughStructsAndComesBackEqual(@ForAll long seed, @ForAll boolean enhanced) {
        Soak.runs(seed, random -> {
            MappingOptions options = MappingOptions.DEFAULTS.enhanced(enhanced);
            RandomAvro some = new RandomAvro(random);
            Schema avro = random.nextInt(4) == 0 ? some.any(4) : some.record(4);
            Object datum = some.datum(avro);

            SchemaAndValue read = decode(avro, RandomMessage.binary(avro, datum), options);
            Schema back = parsed(new ConnectToAvro(options).map(read.schema()));
            byte[] bytes = encode(read.schema(), read.value(), back, options);

            assertThat(PlainForm.of(RandomMessage.read(back, bytes))).isEqualTo(PlainForm.of(datum));
            org.apache.kafka.connect.data.Schema again =
                    new AvroToConnect(options, false).map(back, null, Projection.ALL);
            assertThat(PlainForm.difference(PlainForm.of(read.schema(), false), PlainForm.of(again, false)))
                    .isEmpty();
        });
    }

    private static Schema parsed(Schema schema) {
        return new Schema.Parser().setValidateDefaults(true).parse(schema.toString());
    }

    private static SchemaAndValue decode(Schema avro, byte[] bytes, MappingOptions options) {
        return new DecodePlan.Compiler(options, Projection.ALL, false)
                .compile(avro, null)
                .decode(bytes, 0, bytes.length);
    }

    private static byte[] encode(
            org.apache.kafka.connect.data.Schema schema, @Nullable Object value, Schema avro, MappingOptions options) {
        AvroOutput out = new AvroOutput();
        EncodePlan.compile(schema, avro, options).encode(value, out);
        return out.toByteArray();
    }
}
