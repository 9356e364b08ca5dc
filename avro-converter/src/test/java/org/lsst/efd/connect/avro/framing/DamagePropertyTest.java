package org.lsst.efd.connect.avro.framing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.lsst.efd.connect.avro.decode.DecodePlan;
import org.lsst.efd.connect.avro.random.RandomAvro;
import org.lsst.efd.connect.avro.random.RandomMessage;
import org.lsst.efd.connect.avro.random.Soak;
import org.lsst.efd.connect.avro.schema.MappingOptions;
import org.lsst.efd.connect.avro.schema.Projection;

/**
 * A damaged message is a bad record or decodes to something valid: no other exception, no memory beyond what its length
 * justifies, and no container file of no records.
 */
final class DamagePropertyTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Property(tries = 300)
    void plainMessages(@ForAll long seed) {
        Soak.runs(seed, random -> {
            RandomAvro some = new RandomAvro(random);
            Schema schema = some.record(3);
            byte[] message = RandomMessage.binary(schema, some.datum(schema));
            StaticFraming framing = new StaticFraming(List.of(schema), false, compiler(), MappingOptions.DEFAULTS, 10);
            survives(framing, message, random, true);
        });
    }

    @Property(tries = 100)
    void singleObjects(@ForAll long seed) {
        Soak.runs(seed, random -> {
            RandomAvro some = new RandomAvro(random);
            Schema schema = some.record(3);
            StaticFraming framing = new StaticFraming(List.of(schema), true, compiler(), MappingOptions.DEFAULTS, 10);
            survives(framing, RandomMessage.singleObject(schema, some.datum(schema)), random, true);
        });
    }

    @Property(tries = 150)
    void containerFiles(@ForAll long seed, @ForAll InlineCodec codec) {
        Soak.runs(seed, random -> {
            RandomAvro some = new RandomAvro(random);
            Schema schema = some.record(3);
            byte[] message = RandomMessage.containerFile(schema, some.datum(schema), codec.headerName());
            // a header that was damaged is parsed as a new schema, and bzip2 has big tables
            survives(framing(codec), message, random, false);
        });
    }

    private static InlineFraming framing(InlineCodec codec) {
        return new InlineFraming(compiler(), MappingOptions.DEFAULTS, codec, 10);
    }

    private static DecodePlan.Compiler compiler() {
        return new DecodePlan.Compiler(MappingOptions.DEFAULTS, Projection.ALL, false);
    }

    private static void survives(Framing framing, byte[] message, Random random, boolean isMemoryBounded) {
        SchemaAndValue intact = framing.decode("t", message);
        assertThat(intact.value()).isNotNull();
        for (int i = 0; i < 10; i++) {
            byte[] flipped = message.clone();
            if (flipped.length > 0) {
                flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
            }
            decodes(framing, flipped, isMemoryBounded);
            decodes(framing, Arrays.copyOf(message, random.nextInt(message.length + 1)), isMemoryBounded);
            byte[] longer = Arrays.copyOf(message, message.length + 1 + random.nextInt(16));
            for (int at = message.length; at < longer.length; at++) {
                longer[at] = (byte) random.nextInt();
            }
            decodes(framing, longer, isMemoryBounded);
        }
    }

    private static void decodes(Framing framing, byte[] message, boolean isMemoryBounded) {
        // once for what Java itself allocates the first time
        decode(framing, message);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        decode(framing, message);
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        if (isMemoryBounded) {
            assertThat(allocated).isLessThanOrEqualTo(2L * message.length + 64 * 1024);
        }
    }

    private static void decode(Framing framing, byte[] message) {
        try {
            assertThat(framing.decode("t", message).schema()).isNotNull();
        } catch (DataException bad) {
            assertThat(bad).hasMessageContaining("topic t");
        }
    }
}
