package org.lsst.efd.connect.avro.framing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import net.jqwik.api.Example;
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
import org.lsst.efd.registry.Compatibility;
import org.lsst.efd.registry.InTestRegistry;
import org.lsst.efd.registry.PatientRegistry;
import org.lsst.efd.registry.PatientRegistry.Patience;
import org.lsst.efd.registry.RegistryClient;
import org.lsst.efd.registry.RegistryOptions;
import org.lsst.efd.registry.WireFormat;

/**
 * A damaged message is a bad record or decodes to something valid: no other exception, no memory beyond what its length
 * justifies, and no container file of no records.
 */
final class DamagePropertyTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final Patience NO_PATIENCE =
            new Patience(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ofMinutes(5));

    @Property(tries = 1000)
    void plainMessages(@ForAll long seed) {
        Soak.runs(seed, random -> {
            RandomAvro some = new RandomAvro(random);
            Schema schema = some.record(3);
            byte[] message = RandomMessage.binary(schema, some.datum(schema));
            StaticFraming framing = new StaticFraming(List.of(schema), false, compiler(), MappingOptions.DEFAULTS, 10);
            survives(framing, message, random, position -> true);
        });
    }

    @Property(tries = 1000)
    void singleObjects(@ForAll long seed) {
        Soak.runs(seed, random -> {
            RandomAvro some = new RandomAvro(random);
            Schema schema = some.record(3);
            StaticFraming framing = new StaticFraming(List.of(schema), true, compiler(), MappingOptions.DEFAULTS, 10);
            survives(framing, RandomMessage.singleObject(schema, some.datum(schema)), random, position -> true);
        });
    }

    @Property(tries = 1000)
    void containerFiles(@ForAll long seed, @ForAll InlineCodec codec) {
        Soak.runs(seed, random -> {
            RandomAvro some = new RandomAvro(random);
            Schema schema = some.record(3);
            byte[] message = RandomMessage.containerFile(schema, some.datum(schema), codec.headerName());
            int headerEnd = endOfHeader(message);
            // a damaged header is parsed as a new schema, and the tables of bzip2 are as big for a byte as for 900 kB
            IntPredicate isMemoryBounded = position -> position >= headerEnd && codec != InlineCodec.BZIP2;
            survives(framing(codec), message, random, isMemoryBounded);
        });
    }

    /** The marker at the end of a file stands at the end of its header, too. */
    private static int endOfHeader(byte[] file) {
        int end = 16;
        while (!Arrays.equals(file, end - 16, end, file, file.length - 16, file.length)) {
            end++;
        }
        return end;
    }

    private static InlineFraming framing(InlineCodec codec) {
        return new InlineFraming(compiler(), MappingOptions.DEFAULTS, codec, 10);
    }

    @Example
    void registeredMessages() {
        MovedClock clock = new MovedClock();
        try (InTestRegistry registry = InTestRegistry.start();
                RegisteredFraming framing = registered(registry, clock)) {
            registry.setCompatibility(Compatibility.NONE);
            for (int seed = 0; seed < 1000; seed++) {
                Soak.runs(seed, random -> {
                    // an id may have been asked for already, by a damaged message
                    clock.move(Duration.ofMinutes(1));
                    RandomAvro some = new RandomAvro(random);
                    Schema schema = some.record(3);
                    int id = registry.register("t-value", schema.toString());
                    byte[] message = WireFormat.frame(id, RandomMessage.binary(schema, some.datum(schema)));
                    // a damaged id is asked for over HTTP, or is that of another schema
                    survives(framing, message, random, position -> position >= WireFormat.PREFIX_BYTES);
                });
            }
        }
    }

    private static RegisteredFraming registered(InTestRegistry registry, MovedClock clock) {
        RegistryClient client = RegistryClient.open(RegistryOptions.of(registry.url()), clock, clock.sleeper());
        PatientRegistry patient = new PatientRegistry(client, NO_PATIENCE, clock, clock.sleeper());
        RegisteredEncoders.Options writing = new RegisteredEncoders.Options(
                SubjectStrategy.TOPIC, false, Registration.REGISTER, false, true, Duration.ofSeconds(60), 10);
        RegisteredEncoders encoders = new RegisteredEncoders(patient, writing, MappingOptions.DEFAULTS, clock);
        return new RegisteredFraming(client, patient, SubjectStrategy.TOPIC, false, compiler(), encoders, 10);
    }

    private static DecodePlan.Compiler compiler() {
        return new DecodePlan.Compiler(MappingOptions.DEFAULTS, Projection.ALL, false);
    }

    /** Damages the message in all ways; the memory is bounded where it is damaged at such a position. */
    private static void survives(Framing framing, byte[] message, Random random, IntPredicate isMemoryBounded) {
        SchemaAndValue intact = framing.decode("t", message);
        assertThat(intact.value()).isNotNull();
        for (int i = 0; i < 4; i++) {
            if (message.length > 0) {
                byte[] flipped = message.clone();
                int position = random.nextInt(flipped.length);
                flipped[position] ^= (byte) (1 << random.nextInt(8));
                decodes(framing, flipped, isMemoryBounded.test(position));
            }
            int length = random.nextInt(message.length + 1);
            decodes(framing, Arrays.copyOf(message, length), isMemoryBounded.test(length));
            byte[] longer = Arrays.copyOf(message, message.length + 1 + random.nextInt(16));
            for (int at = message.length; at < longer.length; at++) {
                longer[at] = (byte) random.nextInt();
            }
            decodes(framing, longer, isMemoryBounded.test(message.length));
        }
    }

    private static void decodes(Framing framing, byte[] message, boolean isMemoryBounded) {
        // once for what Java itself allocates the first time
        decode(framing, message);
        if (isMemoryBounded) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            decode(framing, message);
            long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
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
