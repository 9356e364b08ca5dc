package org.lsst.efd.connect.avro.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.apicurio.registry.utils.converter.avro.AvroData;
import io.apicurio.registry.utils.converter.avro.AvroDataConfig;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.lsst.efd.connect.avro.decode.DecodePlan;
import org.lsst.efd.connect.avro.random.PlainForm;
import org.lsst.efd.connect.avro.random.RandomAvro;
import org.lsst.efd.connect.avro.random.RandomConnect;
import org.lsst.efd.connect.avro.random.RandomMessage;
import org.lsst.efd.connect.avro.random.Soak;

/**
 * Schemas and values equal those of the fork of Confluent's {@code AvroData} that is on Maven Central, but for what ours
 * adds (attributes, {@code avro.logicalType}). Left out of the random schemas, because the two differ on purpose:
 *
 * <ul>
 *   <li>a union of one type: ours is that type, as Confluent's is today; the fork makes a struct;
 *   <li>bytes and fixed in one union: the fork puts a fixed value into the branch of bytes;
 *   <li>a decimal of a fixed type, and an int8 or an int16 in a union: the fork fails;
 *   <li>a default of wrong type: ours has no default and no sign of one, the fork has the sign;
 *   <li>a null default of a union of three types or more: the fork marks it as a default, which makes a schema that
 *       comes back from Connect differ;
 *   <li>a default that is a record: the fork's belongs to a schema builder and equals nothing;
 *   <li>recursive records: ours refuses them.
 * </ul>
 */
final class PeerEquivalencePropertyTest {
    @Property(tries = 5000)
    void schemasAndValuesEqualThoseOfThePeer(@ForAll long seed) {
        Soak.runs(seed, random -> {
            RandomAvro some = RandomAvro.thatThePeerKnows(random);
            Schema avro = some.record(4);
            byte[] bytes = RandomMessage.binary(avro, some.datum(avro));
            for (boolean enhanced : new boolean[] {false, true}) {
                SchemaAndValue theirs = peer(enhanced).toConnectData(avro, RandomMessage.read(avro, bytes));
                SchemaAndValue ours = new DecodePlan.Compiler(
                                MappingOptions.DEFAULTS.enhanced(enhanced), Projection.ALL, false)
                        .compile(avro, null)
                        .decode(bytes, 0, bytes.length);

                assertThat(PlainForm.difference(PlainForm.of(theirs.schema(), true), PlainForm.of(ours.schema(), true)))
                        .isEmpty();
                assertThat(PlainForm.of(ours.value())).isEqualTo(PlainForm.of(theirs.value()));
            }
        });
    }

    /**
     * The text of the Avro schema is what the peer would register, so that swapping the two registers nothing. Left out:
     * attributes, unions, unnamed structs, maps with other keys than texts, and defaults but those of plain values, where
     * the peer fails or writes what Avro refuses.
     */
    @Property(tries = 1000)
    void avroSchemasEqualThoseOfThePeer(@ForAll long seed, @ForAll boolean enhanced) {
        Soak.runs(seed, random -> {
            AvroData peer = peer(enhanced);
            org.apache.kafka.connect.data.Schema schema =
                    RandomConnect.thatThePeerKnows(random).struct(3).build();

            assertThat(new ConnectToAvro(MappingOptions.DEFAULTS.enhanced(enhanced))
                            .map(schema)
                            .toString())
                    .isEqualTo(peer.fromConnectSchema(schema).toString());
        });
    }

    /** A new one each time: its cache takes schemas for equal that differ in documentation. */
    private static AvroData peer(boolean enhanced) {
        return new AvroData(
                new AvroDataConfig(Map.of("enhanced.avro.schema.support", enhanced, "schemas.cache.config", 10)));
    }
}
