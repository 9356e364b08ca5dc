package org.lsst.efd.connect.avro.schema;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Questions about Connect schemas that both directions ask. */
public final class Schemas {
    private static final long MS_PER_DAY = 24L * 60 * 60 * 1000;

    private Schemas() {}

    /** Whether a struct stands for a union: one field per branch, of which one is set. */
    public static boolean isUnion(Schema schema) {
        return AvroProperties.UNION.equals(schema.name());
    }

    /** Whether a schema is an enum kept as text. */
    static boolean isEnum(Schema schema) {
        return schema.type() == Schema.Type.STRING && parameter(schema, AvroProperties.ENUM) != null;
    }

    /** Whether a schema is that of bytes of one size. */
    static boolean isFixed(Schema schema) {
        return schema.type() == Schema.Type.BYTES
                && schema.name() != null
                && parameter(schema, AvroProperties.FIXED_SIZE) != null;
    }

    /** Whether a map is a map in Avro, and not an array of entries. */
    static boolean isAvroMap(Schema schema, MappingOptions options) {
        Schema keys = schema.keySchema();
        return keys.type() == Schema.Type.STRING && (!keys.isOptional() || options.allowsOptionalMapKeys());
    }

    static @Nullable String parameter(Schema schema, String key) {
        Map<String, String> parameters = schema.parameters();
        return parameters == null ? null : parameters.get(key);
    }

    /**
     * A parameter that is a whole number.
     *
     * @throws DataException if it is something else
     */
    static int number(Schema schema, String key, int orElse) {
        String text = parameter(schema, key);
        if (text == null) {
            return orElse;
        }
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException notANumber) {
            throw new DataException("parameter " + key + " of a schema must be a whole number", notANumber);
        }
    }

    /** The scale of a decimal. */
    public static int scale(Schema schema) {
        return number(schema, Decimal.SCALE_FIELD, 0);
    }

    /** The same schema, required and without a default: to put a value's own schema beside a field's. */
    static Schema required(Schema schema) {
        if (!schema.isOptional() && schema.defaultValue() == null) {
            return schema;
        }
        return new ConnectSchema(
                schema.type(),
                false,
                null,
                schema.name(),
                schema.version(),
                schema.doc(),
                schema.parameters(),
                schema.type() == Schema.Type.STRUCT ? schema.fields() : null,
                schema.type() == Schema.Type.MAP ? schema.keySchema() : null,
                schema.type() == Schema.Type.MAP || schema.type() == Schema.Type.ARRAY ? schema.valueSchema() : null);
    }

    /** What Avro writes for a date, time or timestamp: days, or milliseconds. */
    public static Object wholeNumber(Schema schema, java.util.Date value) {
        if (Date.LOGICAL_NAME.equals(schema.name())) {
            return (int) Math.floorDiv(value.getTime(), MS_PER_DAY);
        }
        if (Time.LOGICAL_NAME.equals(schema.name())) {
            return (int) Math.floorMod(value.getTime(), MS_PER_DAY);
        }
        return value.getTime();
    }

    /**
     * The bytes of a value of type BYTES: a byte array, the rest of a buffer, or the unscaled value of a decimal, extended
     * to the fixed size if there is one.
     *
     * @throws DataException if a decimal has another scale than its schema, or does not fit
     * @throws ClassCastException if the value is none of these
     */
    public static byte[] bytes(Schema schema, Object value) {
        if (value instanceof byte[] bytes) {
            return bytes;
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        BigDecimal decimal = (BigDecimal) value;
        if (decimal.scale() != scale(schema)) {
            throw new DataException("decimal has scale " + decimal.scale() + ", its schema " + scale(schema));
        }
        BigInteger unscaled = decimal.unscaledValue();
        byte[] bytes = unscaled.toByteArray();
        int size = number(schema, AvroProperties.FIXED_SIZE, -1);
        if (size < 0 || size == bytes.length) {
            return bytes;
        }
        if (bytes.length > size) {
            throw new DataException("decimal needs " + bytes.length + " bytes, its schema has " + size);
        }
        byte[] extended = new byte[size];
        Arrays.fill(extended, 0, size - bytes.length, (byte) (unscaled.signum() < 0 ? -1 : 0));
        System.arraycopy(bytes, 0, extended, size - bytes.length, bytes.length);
        return extended;
    }
}
