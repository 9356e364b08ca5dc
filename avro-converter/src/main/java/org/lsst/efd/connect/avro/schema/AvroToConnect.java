package org.lsst.efd.connect.avro.schema;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Connect schema of an Avro schema, as Confluent's converter maps it, with attributes and with the logical types
 * that Connect does not have. Immutable; thread-safe.
 */
public final class AvroToConnect {
    private static final Logger LOG = LoggerFactory.getLogger(AvroToConnect.class);
    private static final Set<String> KEPT_LONG_TYPES = Set.of(
            "timestamp-micros",
            "timestamp-nanos",
            "time-micros",
            "local-timestamp-millis",
            "local-timestamp-micros",
            "local-timestamp-nanos");
    private static final org.apache.kafka.connect.data.Schema STRING_KEYS =
            org.apache.kafka.connect.data.Schema.STRING_SCHEMA;

    private final MappingOptions options;
    private final boolean failsOnMissingPaths;

    /**
     * A mapping.
     *
     * @param failsOnMissingPaths whether a path of a projection that a schema does not have is an error
     */
    public AvroToConnect(MappingOptions options, boolean failsOnMissingPaths) {
        this.options = options;
        this.failsOnMissingPaths = failsOnMissingPaths;
    }

    /**
     * The Connect schema of an Avro schema; not for {@link AvroProperties#isAnything}, which has none.
     *
     * @param version that of the registry, used where the schema names none, or null
     * @throws DataException if Connect cannot express it: a null alone, a recursive record, a union with two branches
     *     of one name, or {@code connect.*} properties that make no sense
     */
    public org.apache.kafka.connect.data.Schema map(Schema schema, @Nullable Integer version, Projection projection) {
        return new Walk().map(schema, new Place(false, NO_DEFAULT, null, Map.of(), version, projection));
    }

    /** Whether a logical type is one of those that a parameter keeps, for a type it belongs to. */
    static boolean keepsLogicalType(Schema.Type type, String logicalType) {
        return (type == Schema.Type.LONG && KEPT_LONG_TYPES.contains(logicalType))
                || (type == Schema.Type.STRING && logicalType.equals("uuid"));
    }

    private static final Object NO_DEFAULT = new Object();

    /** Where a schema stands: what its surroundings say about it. */
    private record Place(
            boolean optional,
            Object fieldDefault,
            @Nullable String fieldDoc,
            Map<String, String> attributes,
            @Nullable Integer version,
            Projection projection) {
        static Place within(Projection projection) {
            return new Place(false, NO_DEFAULT, null, Map.of(), null, projection);
        }

        Place asNullable() {
            return new Place(true, NO_DEFAULT, fieldDoc, attributes, version, projection);
        }
    }

    private final class Walk {
        private final Deque<String> openRecords = new ArrayDeque<>();

        org.apache.kafka.connect.data.Schema map(Schema schema, Place place) {
            if (schema.isUnion()) {
                int nullBranch = AvroProperties.nullBranchOfPair(schema);
                if (nullBranch >= 0) {
                    return map(schema.getTypes().get(1 - nullBranch), place.asNullable());
                }
                if (schema.getTypes().size() == 1 && options.flattensSingletonUnions()) {
                    return map(schema.getTypes().get(0), place);
                }
            }
            SchemaDraft draft = draft(schema, place);
            describe(draft, schema, place);
            if (place.optional()) {
                draft.makeOptional();
            }
            setDefault(draft, schema, place);
            return draft.build();
        }

        private SchemaDraft draft(Schema schema, Place place) {
            return switch (schema.getType()) {
                case BOOLEAN -> new SchemaDraft(org.apache.kafka.connect.data.Schema.Type.BOOLEAN);
                case INT -> ofInt(schema);
                case LONG -> ofLong(schema);
                case FLOAT -> new SchemaDraft(org.apache.kafka.connect.data.Schema.Type.FLOAT32);
                case DOUBLE -> new SchemaDraft(org.apache.kafka.connect.data.Schema.Type.FLOAT64);
                case STRING -> ofString(schema);
                case BYTES, FIXED -> ofBytes(schema);
                case ENUM -> ofEnum(schema);
                case ARRAY -> ofArray(schema, place);
                case MAP -> SchemaDraft.map(STRING_KEYS, map(schema.getValueType(), Place.within(place.projection())));
                case RECORD -> ofRecord(schema, place.projection());
                case UNION -> ofUnion(schema, place.projection());
                case NULL ->
                    throw new DataException(
                            "Avro type null alone has no Connect schema; use it in a union with" + " another type");
            };
        }

        private SchemaDraft ofArray(Schema schema, Place place) {
            Schema items = schema.getElementType();
            if (!AvroProperties.isMapEntry(items)) {
                return SchemaDraft.array(map(items, Place.within(place.projection())));
            }
            Schema.Field key = items.getField(AvroProperties.KEY);
            Schema.Field value = items.getField(AvroProperties.VALUE);
            if (items.getFields().size() != 2 || key == null || value == null) {
                throw new DataException("Avro record " + items.getFullName()
                        + " is marked as a map entry but does not have exactly the fields key and value");
            }
            open(items);
            SchemaDraft draft = SchemaDraft.map(
                    map(key.schema(), Place.within(Projection.ALL)),
                    map(value.schema(), Place.within(place.projection())));
            openRecords.pop();
            return draft;
        }

        private void open(Schema schema) {
            if (openRecords.contains(schema.getFullName())) {
                throw new DataException("Avro record " + schema.getFullName()
                        + " contains itself; recursive schemas are not supported");
            }
            openRecords.push(schema.getFullName());
        }

        private SchemaDraft ofRecord(Schema schema, Projection projection) {
            open(schema);
            SchemaDraft draft = new SchemaDraft(org.apache.kafka.connect.data.Schema.Type.STRUCT);
            boolean keepsDoc = options.hasMetaData() && !options.discardsTypeDoc();
            if (keepsDoc && schema.getDoc() != null) {
                draft.parameter(AvroProperties.RECORD_DOC, schema.getDoc());
            }
            requirePaths(schema, projection);
            for (Schema.Field field : schema.getFields()) {
                if (!projection.includes(field.name())) {
                    continue;
                }
                if (keepsDoc && field.doc() != null) {
                    draft.parameter(AvroProperties.FIELD_DOC_PREFIX + field.name(), field.doc());
                }
                Place place = new Place(
                        false,
                        defaultOf(field, schema),
                        field.doc(),
                        attributesOf(field),
                        null,
                        projection.below(field.name()));
                draft.field(field.name(), map(field.schema(), place));
            }
            openRecords.pop();
            return draft;
        }

        private void requirePaths(Schema schema, Projection projection) {
            if (failsOnMissingPaths) {
                for (String name : projection.names()) {
                    if (schema.getField(name) == null) {
                        throw new DataException("Avro record " + schema.getFullName() + " has no field " + name
                                + ", which projection.fields names");
                    }
                }
            }
        }

        private SchemaDraft ofUnion(Schema schema, Projection projection) {
            SchemaDraft draft = new SchemaDraft(org.apache.kafka.connect.data.Schema.Type.STRUCT);
            draft.name(AvroProperties.UNION);
            for (Schema branch : schema.getTypes()) {
                if (branch.getType() == Schema.Type.NULL) {
                    draft.makeOptional();
                    continue;
                }
                String name = AvroProperties.branchName(branch, options.isEnhanced());
                if (draft.hasField(name)) {
                    throw new DataException("two branches of a union are called " + name
                            + "; set enhanced.avro.schema.support=true to tell them apart by their full names");
                }
                draft.field(name, map(branch, Place.within(projection).asNullable()));
            }
            return draft;
        }
    }

    private static SchemaDraft ofInt(Schema schema) {
        String logicalType = AvroProperties.text(schema, AvroProperties.LOGICAL_TYPE);
        if ("date".equals(logicalType)) {
            return SchemaDraft.logical(org.apache.kafka.connect.data.Schema.Type.INT32, Date.LOGICAL_NAME);
        }
        if ("time-millis".equals(logicalType)) {
            return SchemaDraft.logical(org.apache.kafka.connect.data.Schema.Type.INT32, Time.LOGICAL_NAME);
        }
        String connectType = AvroProperties.text(schema, AvroProperties.CONNECT_TYPE);
        if (connectType == null || logicalType != null) {
            return new SchemaDraft(org.apache.kafka.connect.data.Schema.Type.INT32);
        }
        return switch (connectType) {
            case "int8" -> new SchemaDraft(org.apache.kafka.connect.data.Schema.Type.INT8);
            case "int16" -> new SchemaDraft(org.apache.kafka.connect.data.Schema.Type.INT16);
            default -> throw new DataException("connect.type of an Avro int must be int8 or int16");
        };
    }

    private static SchemaDraft ofLong(Schema schema) {
        String logicalType = AvroProperties.text(schema, AvroProperties.LOGICAL_TYPE);
        if ("timestamp-millis".equals(logicalType)) {
            return SchemaDraft.logical(org.apache.kafka.connect.data.Schema.Type.INT64, Timestamp.LOGICAL_NAME);
        }
        return keepingLogicalType(org.apache.kafka.connect.data.Schema.Type.INT64, schema, logicalType);
    }

    private static SchemaDraft ofString(Schema schema) {
        String logicalType = AvroProperties.text(schema, AvroProperties.LOGICAL_TYPE);
        return keepingLogicalType(org.apache.kafka.connect.data.Schema.Type.STRING, schema, logicalType);
    }

    private static SchemaDraft keepingLogicalType(
            org.apache.kafka.connect.data.Schema.Type type, Schema schema, @Nullable String logicalType) {
        SchemaDraft draft = new SchemaDraft(type);
        if (logicalType != null && keepsLogicalType(schema.getType(), logicalType)) {
            draft.parameter(AvroProperties.AVRO_LOGICAL_TYPE, logicalType);
        }
        return draft;
    }

    private static SchemaDraft ofBytes(Schema schema) {
        SchemaDraft draft;
        if ("decimal".equals(AvroProperties.text(schema, AvroProperties.LOGICAL_TYPE))) {
            draft = SchemaDraft.logical(org.apache.kafka.connect.data.Schema.Type.BYTES, Decimal.LOGICAL_NAME);
            draft.parameter(
                    Decimal.SCALE_FIELD,
                    schema.getObjectProp(AvroProperties.SCALE) instanceof Number scale
                            ? String.valueOf(scale.intValue())
                            : "0");
            Object precision = schema.getObjectProp(AvroProperties.PRECISION);
            if (precision != null && !(precision instanceof Number)) {
                throw new DataException("precision of an Avro decimal must be a number");
            }
            if (precision instanceof Number number && number.intValue() != AvroProperties.DEFAULT_PRECISION) {
                draft.parameter(AvroProperties.DECIMAL_PRECISION, String.valueOf(number.intValue()));
            }
        } else {
            draft = new SchemaDraft(org.apache.kafka.connect.data.Schema.Type.BYTES);
        }
        if (schema.getType() == Schema.Type.FIXED) {
            draft.parameter(AvroProperties.FIXED_SIZE, String.valueOf(schema.getFixedSize()));
        }
        return draft;
    }

    private SchemaDraft ofEnum(Schema schema) {
        SchemaDraft draft = new SchemaDraft(org.apache.kafka.connect.data.Schema.Type.STRING);
        if (options.hasMetaData()) {
            if (schema.getDoc() != null) {
                draft.parameter(
                        options.discardsTypeDoc()
                                ? AvroProperties.CONNECT_ENUM_DOC
                                : AvroProperties.ENUM_DOC_PREFIX + schema.getName(),
                        schema.getDoc());
            }
            if (schema.getEnumDefault() != null && !options.discardsTypeDoc()) {
                draft.parameter(AvroProperties.ENUM_DEFAULT_PREFIX + schema.getName(), schema.getEnumDefault());
            }
        }
        draft.parameter(AvroProperties.ENUM, schema.getFullName());
        for (String symbol : schema.getEnumSymbols()) {
            draft.parameter(AvroProperties.ENUM + "." + symbol, symbol);
        }
        return draft;
    }

    private Map<String, String> attributesOf(Schema.Field field) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (String name : options.attributes()) {
            Object value = field.getObjectProp(name);
            if (value != null) {
                attributes.put(name, String.valueOf(value));
            }
        }
        return attributes;
    }

    private void describe(SchemaDraft draft, Schema schema, Place place) {
        setDoc(draft, schema, place);
        Object connectVersion = schema.getObjectProp(AvroProperties.CONNECT_VERSION);
        if (connectVersion != null) {
            if (!(connectVersion instanceof Number number)) {
                throw new DataException("connect.version must be a number");
            }
            draft.version(number.intValue());
        } else if (place.version() != null && !draft.hasVersion()) {
            draft.version(place.version());
        }
        setParameters(draft, schema, place);
        Object connectName = schema.getObjectProp(AvroProperties.CONNECT_NAME);
        if (connectName != null && !(connectName instanceof String)) {
            throw new DataException("connect.name must be a text");
        }
        String name = connectName instanceof String text ? text : nameOfNamedType(schema);
        if (name != null && !draft.isNamed() && !name.startsWith(AvroProperties.DEFAULT_FULL_NAME)) {
            draft.name(name);
        }
    }

    private static @Nullable String nameOfNamedType(Schema schema) {
        return switch (schema.getType()) {
            case RECORD, ENUM, FIXED -> schema.getFullName();
            case ARRAY, MAP, UNION, STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> null;
        };
    }

    private void setDoc(SchemaDraft draft, Schema schema, Place place) {
        String connectDoc = AvroProperties.text(schema, AvroProperties.CONNECT_DOC);
        if (options.discardsTypeDoc()) {
            String doc = place.fieldDoc() != null
                    ? place.fieldDoc()
                    : schema.getDoc() != null ? schema.getDoc() : connectDoc;
            if (doc != null) {
                draft.doc(doc);
            }
            if (options.hasMetaData() && schema.getType() == Schema.Type.RECORD && schema.getDoc() != null) {
                draft.parameter(AvroProperties.CONNECT_RECORD_DOC, schema.getDoc());
            }
        } else if (options.hasMetaData() && connectDoc != null) {
            draft.doc(connectDoc);
        }
    }

    private void setParameters(SchemaDraft draft, Schema schema, Place place) {
        Object parameters = schema.getObjectProp(AvroProperties.CONNECT_PARAMETERS);
        if (options.hasMetaData() && parameters != null) {
            if (!(parameters instanceof Map<?, ?> map)) {
                throw new DataException("connect.parameters must be an object");
            }
            map.forEach((key, value) -> {
                if (!(value instanceof String text)) {
                    throw new DataException("connect.parameters: the value of " + key + " must be a text");
                }
                draft.parameter(String.valueOf(key), text);
            });
        }
        schema.getObjectProps().forEach((key, value) -> {
            if (key.startsWith(AvroProperties.AVRO_PREFIX)) {
                draft.parameter(key, String.valueOf(value));
            }
        });
        for (String name : options.attributes()) {
            Object ofType = schema.getObjectProp(name);
            String value = place.attributes().get(name);
            if (value == null && ofType != null) {
                value = String.valueOf(ofType);
            }
            if (value != null) {
                draft.parameter(name, value);
                if (name.equals(MappingOptions.DESCRIPTION) && !draft.hasDoc()) {
                    draft.doc(value);
                }
            }
        }
    }

    private static Object defaultOf(Schema.Field field, Schema record) {
        if (!field.hasDefaultValue()) {
            return NO_DEFAULT;
        }
        Object value = null;
        RuntimeException cause = null;
        try {
            value = field.defaultVal();
        } catch (AvroRuntimeException | ClassCastException | IllegalArgumentException | NullPointerException invalid) {
            cause = invalid;
        }
        if (value == null) {
            LOG.warn(
                    "Ignoring the default of field {} of {}: it is not valid for its type",
                    field.name(),
                    record.getFullName(),
                    cause);
            return NO_DEFAULT;
        }
        return value;
    }

    private void setDefault(SchemaDraft draft, Schema schema, Place place) {
        Object connectDefault = schema.getObjectProp(AvroProperties.CONNECT_DEFAULT);
        boolean hasFieldDefault = place.fieldDefault() != NO_DEFAULT;
        // where there are both, they mean the same, and Avro's form can lose what is optional within
        Object json = connectDefault != null ? connectDefault : hasFieldDefault ? place.fieldDefault() : null;
        if (json == null || json == JsonProperties.NULL_VALUE) {
            return;
        }
        try {
            Object value = DefaultValues.toConnect(draft.withoutDefault(), schema, json, options);
            if (connectDefault == null && options.hasMetaData() && !options.discardsTypeDoc()) {
                draft.parameter(AvroProperties.FIELD_DEFAULT, "true");
                // a default that is a struct belongs to the schema with all its parameters
                value = DefaultValues.toConnect(draft.withoutDefault(), schema, json, options);
            }
            draft.defaultValue(value);
        } catch (DataException | ClassCastException invalid) {
            LOG.warn("Ignoring a default of Avro type {}: it is not valid for its type", schema.getFullName(), invalid);
        }
    }
}
