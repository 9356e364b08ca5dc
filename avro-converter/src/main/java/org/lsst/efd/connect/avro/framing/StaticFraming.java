package org.lsst.efd.connect.avro.framing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.avro.decode.DamagedBytesException;
import org.lsst.efd.connect.avro.decode.DecodePlan;
import org.lsst.efd.connect.avro.encode.AvroOutput;
import org.lsst.efd.connect.avro.encode.EncodePlan;
import org.lsst.efd.connect.avro.encode.UnwritableValueException;
import org.lsst.efd.connect.avro.schema.MappingOptions;

/**
 * The value alone, of a schema that is configured; or Avro's single-object encoding, whose fingerprint picks one of them.
 * Without fingerprints the first schema that takes all bytes wins, in the order of the configuration: bytes may fit more
 * than one.
 */
public final class StaticFraming implements Framing {
    private static final byte MARKER_1 = (byte) 0xC3;
    private static final byte MARKER_2 = 0x01;
    private static final int HEADER_BYTES = 10;

    private final List<Candidate> candidates;
    private final boolean isSingleObject;
    private final MappingOptions mapping;
    private final SchemaCache<Writer> writers;
    private final AvroOutput out = new AvroOutput();

    /**
     * A framing.
     *
     * @param schemas at least one, in the order in which they are tried
     * @param isSingleObject whether messages have the header of the single-object encoding
     * @param cacheSize how many Connect schemas are kept
     */
    public StaticFraming(
            List<Schema> schemas,
            boolean isSingleObject,
            DecodePlan.Compiler compiler,
            MappingOptions mapping,
            int cacheSize) {
        this.candidates = schemas.stream()
                .map(schema -> new Candidate(
                        schema, SchemaNormalization.parsingFingerprint64(schema), compiler.compile(schema, null)))
                .toList();
        this.isSingleObject = isSingleObject;
        this.mapping = mapping;
        this.writers = new SchemaCache<>(cacheSize);
    }

    private record Candidate(Schema schema, long fingerprint, DecodePlan plan) {}

    private record Writer(EncodePlan plan, long fingerprint) {}

    @Override
    public SchemaAndValue decode(String topic, byte[] message) {
        try {
            return isSingleObject ? decodeSingleObject(message) : decodePlain(message);
        } catch (DamagedBytesException damage) {
            throw new DataException("topic " + topic + ", configured schema: " + damage.getMessage(), damage);
        }
    }

    private SchemaAndValue decodePlain(byte[] message) {
        DamagedBytesException first = null;
        for (Candidate candidate : candidates) {
            try {
                return candidate.plan().decode(message, 0, message.length);
            } catch (DamagedBytesException damage) {
                first = first == null ? damage : first;
            }
        }
        throw first == null ? new DamagedBytesException("no schema is configured", 0) : first;
    }

    private SchemaAndValue decodeSingleObject(byte[] message) {
        if (message.length < HEADER_BYTES || message[0] != MARKER_1 || message[1] != MARKER_2) {
            throw new DamagedBytesException("no single-object encoding begins here", 0);
        }
        long fingerprint =
                ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN).getLong(2);
        for (Candidate candidate : candidates) {
            if (candidate.fingerprint() == fingerprint) {
                return candidate.plan().decode(message, HEADER_BYTES, message.length);
            }
        }
        throw new DamagedBytesException(
                "the fingerprint " + Long.toHexString(fingerprint) + " is not that of a configured schema", 2);
    }

    @Override
    public byte[] encode(String topic, org.apache.kafka.connect.data.@Nullable Schema schema, Object value) {
        try {
            Writer writer = writers.find(schema);
            if (writer == null) {
                writer = firstThatFits(schema);
                writers.add(schema, writer);
            }
            out.reset();
            if (isSingleObject) {
                out.writeByte(MARKER_1);
                out.writeByte(MARKER_2);
                for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
                    out.writeByte((int) (writer.fingerprint() >>> shift));
                }
            }
            writer.plan().encode(value, out);
            return out.toByteArray();
        } catch (UnwritableValueException unwritable) {
            throw new DataException("topic " + topic + ": " + unwritable.getMessage(), unwritable);
        } catch (DataException unfit) {
            throw new DataException("topic " + topic + ": " + unfit.getMessage(), unfit);
        }
    }

    private Writer firstThatFits(org.apache.kafka.connect.data.@Nullable Schema schema) {
        DataException first = null;
        for (Candidate candidate : candidates) {
            try {
                return new Writer(EncodePlan.compile(schema, candidate.schema(), mapping), candidate.fingerprint());
            } catch (DataException unfit) {
                first = first == null ? unfit : first;
            }
        }
        throw first == null ? new DataException("no schema is configured") : first;
    }
}
