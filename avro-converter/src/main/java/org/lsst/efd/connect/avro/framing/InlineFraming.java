package org.lsst.efd.connect.avro.framing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.avro.decode.ByteCursor;
import org.lsst.efd.connect.avro.decode.DamagedBytesException;
import org.lsst.efd.connect.avro.decode.DecodePlan;
import org.lsst.efd.connect.avro.encode.AvroOutput;
import org.lsst.efd.connect.avro.encode.EncodePlan;
import org.lsst.efd.connect.avro.encode.UnwritableValueException;
import org.lsst.efd.connect.avro.schema.ConnectToAvro;
import org.lsst.efd.connect.avro.schema.MappingOptions;

/**
 * One Object Container File per message, with exactly one record. The header is not parsed but compared with those seen
 * before; every length, count and marker of the file is checked, so that a cut file is never an empty one.
 */
public final class InlineFraming implements Framing {
    private static final byte[] MAGIC = {'O', 'b', 'j', 1};
    private static final int SYNC_BYTES = 16;
    private static final String SCHEMA_KEY = "avro.schema";
    private static final String CODEC_KEY = "avro.codec";

    private final DecodePlan.Compiler compiler;
    private final MappingOptions mapping;
    private final ConnectToAvro toAvro;
    private final InlineCodec codec;
    private final int cacheSize;
    private final ByteCursor in = new ByteCursor();
    private final BlockDecompressor decompressor = new BlockDecompressor();
    private final List<KnownSchema> known = new ArrayList<>();
    private final SchemaCache<Writer> writers;
    private final AvroOutput body = new AvroOutput();
    private final AvroOutput out = new AvroOutput();

    /**
     * A framing.
     *
     * @param codec for what is written; what is read says itself
     * @param cacheSize how many schemas are kept
     */
    public InlineFraming(DecodePlan.Compiler compiler, MappingOptions mapping, InlineCodec codec, int cacheSize) {
        this.compiler = compiler;
        this.mapping = mapping;
        this.toAvro = new ConnectToAvro(mapping);
        this.codec = codec;
        this.cacheSize = cacheSize;
        this.writers = new SchemaCache<>(cacheSize);
    }

    /** A plan and the text of its schema as it stands in files. */
    private static final class KnownSchema {
        private final byte[] text;
        private final DecodePlan plan;

        KnownSchema(byte[] text, DecodePlan plan) {
            this.text = text;
            this.plan = plan;
        }
    }

    /** What is in front of the block of every message of one schema, and what follows it. */
    private static final class Writer {
        private final EncodePlan plan;
        private final byte[] header;
        private final byte[] sync;

        Writer(EncodePlan plan, byte[] header, byte[] sync) {
            this.plan = plan;
            this.header = header;
            this.sync = sync;
        }
    }

    @Override
    public SchemaAndValue decode(String topic, byte[] message) {
        try {
            return read(message);
        } catch (DamagedBytesException damage) {
            throw new DataException("topic " + topic + ", container file: " + damage.getMessage(), damage);
        } catch (DataException unmappable) {
            throw new DataException("topic " + topic + ", container file: " + unmappable.getMessage(), unmappable);
        }
    }

    private SchemaAndValue read(byte[] message) {
        in.reset(message, 0, message.length);
        if (message.length < MAGIC.length || !in.isNext(MAGIC, MAGIC.length)) {
            throw in.damage("no Object Container File begins here");
        }
        in.skip(MAGIC.length);
        int schemaAt = -1;
        int schemaLength = 0;
        InlineCodec used = InlineCodec.NULL;
        for (int count = in.readBlockCount(2); count > 0; count = in.readBlockCount(2)) {
            for (int i = 0; i < count; i++) {
                String key = in.readString();
                if (key.equals(CODEC_KEY)) {
                    used = codec(in.readString());
                    continue;
                }
                int length = in.readLength();
                if (key.equals(SCHEMA_KEY)) {
                    schemaAt = in.position();
                    schemaLength = length;
                }
                in.skip(length);
            }
        }
        if (schemaAt < 0) {
            throw in.damage("the header has no schema");
        }
        byte[] sync = new byte[SYNC_BYTES];
        int syncAt = in.position();
        in.skip(SYNC_BYTES);
        System.arraycopy(message, syncAt, sync, 0, SYNC_BYTES);
        return readOnlyRecord(message, plan(message, schemaAt, schemaLength), used, sync);
    }

    private InlineCodec codec(String name) {
        try {
            return InlineCodec.of(name);
        } catch (IllegalArgumentException unknown) {
            throw in.damage(String.valueOf(unknown.getMessage()));
        }
    }

    private SchemaAndValue readOnlyRecord(byte[] message, DecodePlan plan, InlineCodec used, byte[] sync) {
        SchemaAndValue record = null;
        while (in.remaining() > 0) {
            int at = in.position();
            long count = in.readLong();
            if (count < 0 || count > (record == null ? 1 : 0)) {
                throw new DamagedBytesException("the file does not hold exactly one record", at);
            }
            int length = in.readLength();
            int from = in.position();
            in.skip(length);
            if (!in.isNext(sync, Math.min(SYNC_BYTES, in.remaining()))) {
                throw in.damage("the marker after a block is not that of the header");
            }
            in.skip(SYNC_BYTES);
            if (count == 1) {
                record = decodeBlock(message, plan, used, from, from + length);
            } else if (length > 0) {
                throw new DamagedBytesException("a block of no records has bytes", from);
            }
        }
        if (record == null) {
            throw in.damage("the file holds no record");
        }
        return record;
    }

    private SchemaAndValue decodeBlock(byte[] message, DecodePlan plan, InlineCodec used, int from, int to) {
        if (used == InlineCodec.NULL) {
            return plan.decode(message, from, to);
        }
        int size = decompressor.decompress(used, message, from, to);
        return plan.decode(decompressor.buffer(), 0, size);
    }

    private DecodePlan plan(byte[] message, int at, int length) {
        for (int i = 0; i < known.size(); i++) {
            KnownSchema one = known.get(i);
            if (Arrays.equals(message, at, at + length, one.text, 0, one.text.length)) {
                if (i > 0) {
                    known.remove(i);
                    known.add(0, one);
                }
                return one.plan;
            }
        }
        byte[] text = Arrays.copyOfRange(message, at, at + length);
        KnownSchema added = new KnownSchema(text, compile(text, at));
        known.add(0, added);
        if (known.size() > cacheSize) {
            known.remove(known.size() - 1);
        }
        return added.plan;
    }

    private DecodePlan compile(byte[] text, int at) {
        Schema schema;
        try {
            schema = SchemaTexts.parse(new String(text, StandardCharsets.UTF_8));
        } catch (AvroRuntimeException unparseable) {
            throw new DamagedBytesException("the schema in the header cannot be parsed", at);
        }
        return compiler.compile(schema, null);
    }

    @Override
    public byte[] encode(String topic, org.apache.kafka.connect.data.@Nullable Schema schema, Object value) {
        try {
            Writer writer = writer(schema);
            body.reset();
            writer.plan.encode(value, body);
            out.reset();
            out.writeRaw(writer.header);
            out.writeLong(1);
            if (codec == InlineCodec.NULL) {
                out.writeLong(body.size());
                out.writeRaw(body.array(), 0, body.size());
            } else {
                out.writeBytes(BlockCompressor.compress(codec, body.array(), body.size()));
            }
            out.writeRaw(writer.sync);
            return out.toByteArray();
        } catch (UnwritableValueException unwritable) {
            throw new DataException("topic " + topic + ": " + unwritable.getMessage(), unwritable);
        } catch (DataException unfit) {
            throw new DataException("topic " + topic + ": " + unfit.getMessage(), unfit);
        }
    }

    private Writer writer(org.apache.kafka.connect.data.@Nullable Schema schema) {
        Writer writer = writers.find(schema);
        if (writer == null) {
            Schema avro = toAvro.map(schema);
            byte[] text = avro.toString().getBytes(StandardCharsets.UTF_8);
            byte[] sync = marker(text);
            writer = new Writer(EncodePlan.compile(schema, avro, mapping), header(text, sync), sync);
            writers.add(schema, writer);
        }
        return writer;
    }

    private byte[] header(byte[] schemaText, byte[] sync) {
        AvroOutput header = new AvroOutput();
        header.writeRaw(MAGIC);
        header.writeLong(2);
        header.writeString(CODEC_KEY);
        header.writeString(codec.headerName());
        header.writeString(SCHEMA_KEY);
        header.writeBytes(schemaText);
        header.writeByte(0);
        header.writeRaw(sync);
        return header.toByteArray();
    }

    /** A marker made from the schema: equal data gives equal bytes. */
    private static byte[] marker(byte[] schemaText) {
        try {
            return MessageDigest.getInstance("MD5").digest(schemaText);
        } catch (NoSuchAlgorithmException neverInJava) {
            throw new IllegalStateException(neverInJava);
        }
    }

    @Override
    public void close() {
        decompressor.close();
    }
}
