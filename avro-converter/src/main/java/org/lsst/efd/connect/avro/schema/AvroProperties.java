package org.lsst.efd.connect.avro.schema;

import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The words by which Avro schemas and Connect schemas carry what the other side has no place for.
 *
 * <p>They are those of Confluent's converter, so that each reads what the other wrote.
 */
public final class AvroProperties {
    /** The namespace of the names that stand for Connect's own constructs. */
    public static final String NAMESPACE = "io.confluent.connect.avro";

    static final String DEFAULT_NAME = "ConnectDefault";
    static final String DEFAULT_FULL_NAME = NAMESPACE + "." + DEFAULT_NAME;
    static final String MAP_ENTRY = "MapEntry";

    /** The fields of a map entry. */
    public static final String KEY = "key";

    /** See {@link #KEY}. */
    public static final String VALUE = "value";

    /** The name of a struct that stands for a union. */
    public static final String UNION = NAMESPACE + ".Union";

    /** The record that holds a value without a schema. */
    public static final String ANYTHING_NAME = NAMESPACE + ".Anything";

    /** The parameter that holds the full name of an enum, and with {@code .SYMBOL} each of its symbols. */
    static final String ENUM = NAMESPACE + ".Enum";

    static final String RECORD_DOC = NAMESPACE + ".record.doc";
    static final String FIELD_DOC_PREFIX = NAMESPACE + ".field.doc.";
    static final String ENUM_DOC_PREFIX = NAMESPACE + ".enum.doc.";
    static final String ENUM_DEFAULT_PREFIX = NAMESPACE + ".enum.default.";
    static final String FIELD_DEFAULT = NAMESPACE + ".field.default";

    static final String CONNECT_NAME = "connect.name";
    static final String CONNECT_DOC = "connect.doc";
    static final String CONNECT_RECORD_DOC = "connect.record.doc";
    static final String CONNECT_ENUM_DOC = "connect.enum.doc";
    static final String CONNECT_VERSION = "connect.version";
    static final String CONNECT_DEFAULT = "connect.default";
    static final String CONNECT_PARAMETERS = "connect.parameters";
    static final String CONNECT_TYPE = "connect.type";
    static final String CONNECT_INTERNAL_TYPE = "connect.internal.type";

    static final String FIXED_SIZE = "connect.fixed.size";
    static final String DECIMAL_PRECISION = "connect.decimal.precision";
    static final int DEFAULT_PRECISION = 64;

    static final String LOGICAL_TYPE = "logicalType";
    static final String SCALE = "scale";
    static final String PRECISION = "precision";

    /** The parameter that keeps a logical type which Connect does not have, such as {@code timestamp-micros}. */
    public static final String AVRO_LOGICAL_TYPE = "avro.logicalType";

    static final String AVRO_PREFIX = "avro";

    private AvroProperties() {}

    /** Whether a schema is the record that holds a value without a schema. */
    public static boolean isAnything(Schema schema) {
        return schema.getType() == Schema.Type.RECORD && ANYTHING_NAME.equals(schema.getFullName());
    }

    /** Whether a schema is that of the entries of a map whose keys Avro's own map cannot have. */
    public static boolean isMapEntry(Schema schema) {
        return schema.getType() == Schema.Type.RECORD
                && (schema.getFullName().equals(NAMESPACE + "." + MAP_ENTRY)
                        || MAP_ENTRY.equals(schema.getObjectProp(CONNECT_INTERNAL_TYPE)));
    }

    /** A property that is a text, or null. */
    static @Nullable String text(Schema schema, String property) {
        return schema.getObjectProp(property) instanceof String text ? text : null;
    }

    /** The index of the null branch of a union of null and one other type, -1 for any other schema. */
    public static int nullBranchOfPair(Schema schema) {
        if (!schema.isUnion() || schema.getTypes().size() != 2) {
            return -1;
        }
        boolean isFirstNull = schema.getTypes().get(0).getType() == Schema.Type.NULL;
        boolean isSecondNull = schema.getTypes().get(1).getType() == Schema.Type.NULL;
        return isFirstNull ? 0 : isSecondNull ? 1 : -1;
    }

    /**
     * The name of the field that stands for a branch of a union.
     *
     * @param byFullName whether named types go by their full names
     */
    public static String branchName(Schema branch, boolean byFullName) {
        return switch (branch.getType()) {
            case RECORD, ENUM, FIXED -> byFullName ? branch.getFullName() : branch.getName();
            case STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL, ARRAY, MAP, UNION ->
                branch.getType().getName();
        };
    }
}
