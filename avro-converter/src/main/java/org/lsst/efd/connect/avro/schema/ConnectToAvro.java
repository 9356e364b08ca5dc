package org.lsst.efd.connect.avro.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Avro schema of a Connect schema, as Confluent's converter maps it, with attributes as properties of fields.
 *
 * <p>A named type that is used more than once is defined once, where it stands first; documentation, defaults and
 * parameters that differ in later uses are those of the first. Immutable; thread-safe.
 */
public final class ConnectToAvro {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectToAvro.class);

    private static final Map<String, String> LOGICAL_TYPES = Map.of(
            Decimal.LOGICAL_NAME, "decimal",
            Date.LOGICAL_NAME, "date",
            Time.LOGICAL_NAME, "time-millis",
            Timestamp.LOGICAL_NAME, "timestamp-millis");

    /** The record for values without a schema: one field per type, of which at most one is set. */
    public static final Schema ANYTHING = anything();

    private final MappingOptions options;
    private final SchemaShapes shapes;

    public ConnectToAvro(MappingOptions options) {
        this.options = options;
        this.shapes = new SchemaShapes(options);
    }

    /**
     * The Avro schema of a Connect schema, or {@link #ANYTHING} for null.
     *
     * @throws DataException if Avro cannot express it: names that it does not allow, one name for two structures, a
     *     union in a union
     */
    public Schema map(org.apache.kafka.connect.data.@Nullable Schema schema) {
        if (schema == null) {
            return ANYTHING;
        }
        try {
            return new Walk().map(schema, Place.NESTED);
        } catch (AvroRuntimeException refused) {
            throw new DataException(
                    "Connect schema " + schema.name() + " cannot be written as Avro: " + refused.getMessage()
                            + "; if it is for a name, set scrub.invalid.names=true",
                    refused);
        }
    }

    private static Schema anything() {
        Schema schema = Schema.createRecord("Anything", null, AvroProperties.NAMESPACE, false);
        Schema entry = Schema.createRecord(AvroProperties.MAP_ENTRY, null, AvroProperties.NAMESPACE, false);
        entry.setFields(
                List.of(new Schema.Field(AvroProperties.KEY, schema), new Schema.Field(AvroProperties.VALUE, schema)));
        List<Schema.Field> fields = new ArrayList<>();
        for (Schema.Type type : List.of(
                Schema.Type.BOOLEAN,
                Schema.Type.BYTES,
                Schema.Type.DOUBLE,
                Schema.Type.FLOAT,
                Schema.Type.INT,
                Schema.Type.LONG,
                Schema.Type.STRING)) {
            fields.add(optionalField(type.getName(), Schema.create(type)));
        }
        fields.add(optionalField("array", Schema.createArray(schema)));
        fields.add(optionalField("map", Schema.createArray(entry)));
        schema.setFields(fields);
        return schema;
    }

    private static Schema.Field optionalField(String name, Schema schema) {
        return new Schema.Field(name, nullable(schema, true), null, JsonProperties.NULL_VALUE);
    }

    private static Schema nullable(Schema schema, boolean isNullFirst) {
        Schema none = Schema.create(Schema.Type.NULL);
        return isNullFirst ? Schema.createUnion(none, schema) : Schema.createUnion(schema, none);
    }

    /**
     * Where a schema stands.
     *
     * @param isField whether it is the type of a field, which then holds its attributes
     * @param holdsDefault whether the field also holds its default, and nothing more needs to be said about that
     */
    private record Place(boolean isField, boolean holdsDefault) {
        static final Place NESTED = new Place(false, false);
    }

    /** A named type that is defined already. */
    private record Definition(org.apache.kafka.connect.data.Schema connect, Schema avro) {}

    private final class Walk {
        private final Map<String, Definition> definitions = new HashMap<>();
        private int unnamed;

        /** The schema, with null as a branch if it is optional. */
        Schema map(org.apache.kafka.connect.data.Schema schema, Place place) {
            if (Schemas.isUnion(schema) && schema.type() == org.apache.kafka.connect.data.Schema.Type.STRUCT) {
                return union(schema);
            }
            Schema required = required(schema, place);
            return schema.isOptional() ? nullable(required, schema.defaultValue() == null) : required;
        }

        private Schema union(org.apache.kafka.connect.data.Schema schema) {
            List<Schema> branches = new ArrayList<>();
            if (schema.isOptional()) {
                branches.add(Schema.create(Schema.Type.NULL));
            }
            long texts = schema.fields().stream()
                    .filter(field -> field.schema().type() == org.apache.kafka.connect.data.Schema.Type.STRING)
                    .count();
            for (Field field : schema.fields()) {
                if (Schemas.isUnion(field.schema())) {
                    throw new DataException("Avro has no union within a union: " + field.name());
                }
                // two branches of texts are told apart only if enums stay enums
                boolean isAmbiguous = texts > 1 && Schemas.isEnum(field.schema());
                branches.add(
                        isAmbiguous ? ofEnum(field.schema(), Place.NESTED) : required(field.schema(), Place.NESTED));
            }
            return Schema.createUnion(branches);
        }

        private Schema required(org.apache.kafka.connect.data.Schema schema, Place place) {
            return switch (schema.type()) {
                case INT8, INT16, INT32 -> described(Schema.create(Schema.Type.INT), schema, place);
                case INT64 -> described(Schema.create(Schema.Type.LONG), schema, place);
                case FLOAT32 -> described(Schema.create(Schema.Type.FLOAT), schema, place);
                case FLOAT64 -> described(Schema.create(Schema.Type.DOUBLE), schema, place);
                case BOOLEAN -> described(Schema.create(Schema.Type.BOOLEAN), schema, place);
                case STRING ->
                    options.isEnhanced() && Schemas.isEnum(schema)
                            ? ofEnum(schema, place)
                            : described(Schema.create(Schema.Type.STRING), schema, place);
                case BYTES -> ofBytes(schema, place);
                case ARRAY -> described(Schema.createArray(map(schema.valueSchema(), Place.NESTED)), schema, place);
                case MAP ->
                    described(
                            Schemas.isAvroMap(schema, options)
                                    ? Schema.createMap(map(schema.valueSchema(), Place.NESTED))
                                    : Schema.createArray(entry(schema)),
                            schema,
                            place);
                case STRUCT -> ofStruct(schema, place);
            };
        }

        private Schema ofEnum(org.apache.kafka.connect.data.Schema schema, Place place) {
            String fullName = Objects.requireNonNull(Schemas.parameter(schema, AvroProperties.ENUM));
            Schema defined = defined(fullName, schema);
            if (defined != null) {
                return defined;
            }
            String prefix = AvroProperties.ENUM + ".";
            List<String> symbols = schema.parameters().keySet().stream()
                    .filter(key -> key.startsWith(prefix))
                    .map(key -> key.substring(prefix.length()))
                    .toList();
            String simpleName = fullName.substring(fullName.lastIndexOf('.') + 1);
            String doc = Schemas.parameter(
                    schema,
                    options.discardsTypeDoc()
                            ? AvroProperties.CONNECT_ENUM_DOC
                            : AvroProperties.ENUM_DOC_PREFIX + simpleName);
            String byDefault = options.discardsTypeDoc()
                    ? null
                    : Schemas.parameter(schema, AvroProperties.ENUM_DEFAULT_PREFIX + simpleName);
            Schema avro = SchemaBuilder.builder()
                    .enumeration(fullName)
                    .doc(doc)
                    .defaultSymbol(byDefault)
                    .symbols(symbols.toArray(String[]::new));
            return define(fullName, schema, described(avro, schema, place));
        }

        private Schema ofBytes(org.apache.kafka.connect.data.Schema schema, Place place) {
            if (!Schemas.isFixed(schema)) {
                return described(Schema.create(Schema.Type.BYTES), schema, place);
            }
            int size = Schemas.number(schema, AvroProperties.FIXED_SIZE, 0);
            String wanted = Objects.requireNonNull(schema.name());
            String fullName = nameOf(wanted);
            // decimals of different sizes share the name of the logical type, which Avro does not allow
            for (int i = 2; wanted.equals(Decimal.LOGICAL_NAME) && isTaken(fullName, schema); i++) {
                fullName = wanted + i;
            }
            Schema defined = defined(fullName, schema);
            if (defined != null) {
                return defined;
            }
            Schema avro = Schema.createFixed(fullName, null, null, size);
            return define(fullName, schema, described(avro, schema, place));
        }

        private boolean isTaken(String fullName, org.apache.kafka.connect.data.Schema schema) {
            Definition definition = definitions.get(fullName);
            return definition != null && !shapes.areSame(definition.connect(), schema);
        }

        /** The record of the entries of a map whose keys are no plain texts. */
        private Schema entry(org.apache.kafka.connect.data.Schema schema) {
            String standard = AvroProperties.NAMESPACE + "." + AvroProperties.MAP_ENTRY;
            String wanted = schema.name() == null ? standard : nameOf(schema.name());
            String fullName = wanted;
            for (int i = 2; isTaken(fullName, schema); i++) {
                fullName = wanted + i;
            }
            Schema defined = defined(fullName, schema);
            if (defined != null) {
                return defined;
            }
            // defined before its parts are mapped, which must not take the name
            Schema avro = define(fullName, schema, Schema.createRecord(fullName, null, null, false));
            if (!fullName.equals(standard)) {
                avro.addProp(AvroProperties.CONNECT_INTERNAL_TYPE, AvroProperties.MAP_ENTRY);
            }
            avro.setFields(List.of(
                    entryField(AvroProperties.KEY, schema.keySchema()),
                    entryField(AvroProperties.VALUE, schema.valueSchema())));
            return avro;
        }

        private Schema ofStruct(org.apache.kafka.connect.data.Schema schema, Place place) {
            String fullName = schema.name() == null ? unnamedLike(schema) : nameOf(schema.name());
            Schema defined = defined(fullName, schema);
            if (defined != null) {
                return defined;
            }
            String doc = Schemas.parameter(
                    schema, options.discardsTypeDoc() ? AvroProperties.CONNECT_RECORD_DOC : AvroProperties.RECORD_DOC);
            Schema avro = define(fullName, schema, Schema.createRecord(fullName, doc, null, false));
            List<Schema.Field> fields = new ArrayList<>();
            for (Field field : schema.fields()) {
                String name = options.scrubsNames() ? Names.scrubbed(field.name()) : field.name();
                String fieldDoc = options.discardsTypeDoc()
                        ? field.schema().doc()
                        : Schemas.parameter(schema, AvroProperties.FIELD_DOC_PREFIX + field.name());
                fields.add(field(name, field.schema(), fieldDoc));
            }
            avro.setFields(fields);
            return described(avro, schema, place);
        }

        private String unnamedLike(org.apache.kafka.connect.data.Schema schema) {
            for (Map.Entry<String, Definition> entry : definitions.entrySet()) {
                boolean isUnnamed = entry.getKey().startsWith(AvroProperties.DEFAULT_FULL_NAME);
                if (isUnnamed && shapes.areSame(entry.getValue().connect(), schema)) {
                    return entry.getKey();
                }
            }
            unnamed++;
            return AvroProperties.DEFAULT_FULL_NAME + (unnamed > 1 ? unnamed : "");
        }

        private String nameOf(String name) {
            return options.scrubsNames() ? Names.scrubbedFullName(name) : name;
        }

        private @Nullable Schema defined(String fullName, org.apache.kafka.connect.data.Schema schema) {
            Definition definition = definitions.get(fullName);
            if (definition == null) {
                return null;
            }
            if (!shapes.areSame(definition.connect(), schema)) {
                throw new DataException("two different structures are called " + fullName);
            }
            return definition.avro();
        }

        private Schema define(String fullName, org.apache.kafka.connect.data.Schema schema, Schema avro) {
            definitions.put(fullName, new Definition(schema, avro));
            return avro;
        }

        /** A part of a map entry: what a field of a record holds is held by its type, as everywhere else in a map. */
        private Schema.Field entryField(String name, org.apache.kafka.connect.data.Schema schema) {
            Object byDefault = schema.isOptional() && schema.defaultValue() == null ? JsonProperties.NULL_VALUE : null;
            return new Schema.Field(name, map(schema, Place.NESTED), null, byDefault);
        }

        private Schema.Field field(
                String name, org.apache.kafka.connect.data.Schema schema, @Nullable String fieldDoc) {
            Object value = schema.defaultValue();
            Object fieldDefault = null;
            if (value != null) {
                fieldDefault = fieldDefault(name, schema, value);
            } else if (schema.isOptional()) {
                fieldDefault = JsonProperties.NULL_VALUE;
            }
            boolean isFlagged = fieldDefault != null
                    && !schema.isOptional()
                    && !options.discardsTypeDoc()
                    && Schemas.parameter(schema, AvroProperties.FIELD_DEFAULT) != null;
            Schema avro = map(schema, new Place(!Schemas.isUnion(schema), isFlagged));
            Schema.Field field;
            try {
                field = new Schema.Field(name, avro, fieldDoc, fieldDefault);
            } catch (AvroRuntimeException invalid) {
                if (fieldDefault == null) {
                    throw invalid;
                }
                LOG.warn("The default of field {} is not written as an Avro default, only as connect.default", name);
                field = new Schema.Field(name, avro, fieldDoc);
            }
            for (String attribute : options.attributes()) {
                String text = Schemas.parameter(schema, attribute);
                if (text != null) {
                    field.addProp(attribute, text);
                }
            }
            return field;
        }

        private @Nullable Object fieldDefault(String name, org.apache.kafka.connect.data.Schema schema, Object value) {
            try {
                return DefaultValues.toFieldDefault(schema, value, options);
            } catch (DataException notInAvro) {
                LOG.warn(
                        "The default of field {} is not written as an Avro default, only as connect.default: {}",
                        name,
                        notInAvro.getMessage());
                return null;
            }
        }
    }

    /** Adds what Connect knows and Avro does not, in the order in which Confluent's converter adds it. */
    private Schema described(Schema avro, org.apache.kafka.connect.data.Schema schema, Place place) {
        if (Decimal.LOGICAL_NAME.equals(schema.name())) {
            avro.addProp(AvroProperties.SCALE, Schemas.scale(schema));
            avro.addProp(AvroProperties.PRECISION, precision(schema));
        }
        if (options.hasMetaData()) {
            addMetaData(avro, schema, place);
        }
        if (!place.isField()) {
            for (String attribute : options.attributes()) {
                String text = Schemas.parameter(schema, attribute);
                if (text != null) {
                    avro.addProp(attribute, text);
                }
            }
        }
        String logicalType = logicalType(avro, schema);
        if (logicalType != null) {
            avro.addProp(AvroProperties.LOGICAL_TYPE, logicalType);
        }
        if (schema.parameters() != null) {
            schema.parameters().forEach((key, value) -> {
                boolean isLogicalType = key.equals(AvroProperties.AVRO_LOGICAL_TYPE) && value.equals(logicalType);
                if (key.startsWith(AvroProperties.AVRO_PREFIX) && !isLogicalType) {
                    avro.addProp(key, value);
                }
            });
        }
        return avro;
    }

    private void addMetaData(Schema avro, org.apache.kafka.connect.data.Schema schema, Place place) {
        if (schema.doc() != null && !isDescription(schema)) {
            avro.addProp(AvroProperties.CONNECT_DOC, schema.doc());
        }
        if (schema.version() != null) {
            avro.addProp(AvroProperties.CONNECT_VERSION, schema.version());
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        if (schema.parameters() != null) {
            parameters.putAll(schema.parameters());
        }
        parameters.keySet().removeAll(options.attributes());
        if (place.holdsDefault()) {
            parameters.remove(AvroProperties.FIELD_DEFAULT);
        }
        if (!parameters.isEmpty()) {
            avro.addProp(AvroProperties.CONNECT_PARAMETERS, (Object) parameters);
        }
        if (schema.defaultValue() != null && !place.holdsDefault()) {
            avro.addProp(
                    AvroProperties.CONNECT_DEFAULT,
                    DefaultValues.toConnectDefault(schema, schema.defaultValue(), options));
        }
        if (schema.name() != null) {
            avro.addProp(AvroProperties.CONNECT_NAME, schema.name());
        }
        if (schema.type() == org.apache.kafka.connect.data.Schema.Type.INT8) {
            avro.addProp(AvroProperties.CONNECT_TYPE, "int8");
        } else if (schema.type() == org.apache.kafka.connect.data.Schema.Type.INT16) {
            avro.addProp(AvroProperties.CONNECT_TYPE, "int16");
        }
    }

    /** Whether the documentation is the attribute {@code description}, from which it is read again. */
    private boolean isDescription(org.apache.kafka.connect.data.Schema schema) {
        return options.attributes().contains(MappingOptions.DESCRIPTION)
                && schema.doc().equals(Schemas.parameter(schema, MappingOptions.DESCRIPTION));
    }

    private static int precision(org.apache.kafka.connect.data.Schema schema) {
        return Schemas.number(schema, AvroProperties.DECIMAL_PRECISION, AvroProperties.DEFAULT_PRECISION);
    }

    private static @Nullable String logicalType(Schema avro, org.apache.kafka.connect.data.Schema schema) {
        String ofName = schema.name() == null ? null : LOGICAL_TYPES.get(schema.name());
        if (ofName != null) {
            return ofName;
        }
        String kept = Schemas.parameter(schema, AvroProperties.AVRO_LOGICAL_TYPE);
        return kept != null && AvroToConnect.keepsLogicalType(avro.getType(), kept) ? kept : null;
    }
}
