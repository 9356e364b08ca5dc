package org.lsst.efd.connect.avro.decode;

import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.avro.schema.AvroProperties;
import org.lsst.efd.connect.avro.schema.AvroToConnect;
import org.lsst.efd.connect.avro.schema.MappingOptions;
import org.lsst.efd.connect.avro.schema.Projection;
import org.lsst.efd.connect.avro.schema.Schemas;

/**
 * How the bytes of one Avro schema become Connect values: compiled once, used for every message. Every byte is accounted
 * for, and what the bytes ask for is checked before it is allocated. Not thread-safe.
 */
public final class DecodePlan {
    private final org.apache.kafka.connect.data.@Nullable Schema schema;
    private final boolean isBytes;
    private final ValueReader reader;
    private final ByteCursor in = new ByteCursor();

    private DecodePlan(org.apache.kafka.connect.data.@Nullable Schema schema, boolean isBytes, ValueReader reader) {
        this.schema = schema;
        this.isBytes = isBytes;
        this.reader = reader;
    }

    /** Compiles the plans of one configuration. */
    public static final class Compiler {
        private final MappingOptions options;
        private final AvroToConnect mapping;
        private final Projection projection;

        /**
         * A compiler.
         *
         * @param failsOnMissingPaths whether a path of the projection that a schema does not have is an error
         */
        public Compiler(MappingOptions options, Projection projection, boolean failsOnMissingPaths) {
            this.options = options;
            this.mapping = new AvroToConnect(options, failsOnMissingPaths);
            this.projection = projection;
        }

        /**
         * The plan of a writer's schema.
         *
         * @param version that of the registry, or null
         * @throws org.apache.kafka.connect.errors.DataException if Connect cannot express the schema
         */
        public DecodePlan compile(Schema avro, @Nullable Integer version) {
            if (AvroProperties.isAnything(avro)) {
                return new DecodePlan(null, false, new AnythingReader(avro));
            }
            org.apache.kafka.connect.data.Schema connect = mapping.map(avro, version, projection);
            ValueReader reader = new ReaderCompiler(options).compile(avro, connect, projection);
            return new DecodePlan(connect, avro.getType() == Schema.Type.BYTES, reader);
        }
    }

    /** The Connect schema of what is decoded; null for values without one. */
    public org.apache.kafka.connect.data.@Nullable Schema schema() {
        return schema;
    }

    /**
     * Decodes a message.
     *
     * @throws DamagedBytesException if the bytes from {@code from} to before {@code to} are not exactly one value
     */
    public SchemaAndValue decode(byte[] message, int from, int to) {
        in.reset(message, from, to);
        Object value = reader.read(in);
        if (in.remaining() > 0) {
            throw in.damage(in.remaining() + " bytes are left after the value");
        }
        return new SchemaAndValue(schema, value);
    }

    /**
     * Decodes a message whose schema, if it is {@code bytes}, does without Avro's length in front of them.
     *
     * @throws DamagedBytesException as {@link #decode}
     */
    public SchemaAndValue decodeUnprefixed(byte[] message, int from, int to) {
        if (!isBytes || schema == null) {
            return decode(message, from, to);
        }
        in.reset(message, from, to);
        if (Decimal.LOGICAL_NAME.equals(schema.name())) {
            return new SchemaAndValue(schema, ReaderCompiler.decimal(in, to - from, Schemas.scale(schema)));
        }
        return new SchemaAndValue(schema, ByteBuffer.wrap(in.readBytes(to - from)));
    }
}
