package org.lsst.efd.connect.avro.encode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.avro.schema.AvroProperties;
import org.lsst.efd.connect.avro.schema.MappingOptions;
import org.lsst.efd.connect.avro.schema.Names;
import org.lsst.efd.connect.avro.schema.Schemas;

/**
 * Makes the writers of a Connect schema for an Avro schema: the one that was mapped from it, or another one that it fits,
 * field by field and branch by branch by name. Each number may grow (an INT32 into a long), never shrink.
 */
final class WriterCompiler {
    private final MappingOptions options;

    WriterCompiler(MappingOptions options) {
        this.options = options;
    }

    /**
     * The writer of values that are not null.
     *
     * @throws DataException if a value of the Connect schema cannot be written in the Avro schema
     */
    ValueWriter compile(org.apache.kafka.connect.data.Schema connect, Schema avro) {
        int nullBranch = AvroProperties.nullBranchOfPair(avro);
        if (nullBranch >= 0) {
            ValueWriter writer = compile(connect, avro.getTypes().get(1 - nullBranch));
            int branch = 1 - nullBranch;
            return (value, out) -> {
                out.writeLong(branch);
                writer.write(value, out);
            };
        }
        if (avro.isUnion()) {
            return Schemas.isUnion(connect) ? ofUnion(connect, avro) : intoBranch(connect, avro);
        }
        return switch (connect.type()) {
            case BOOLEAN -> scalar(avro, ScalarWriter.BOOLEAN, connect, Schema.Type.BOOLEAN);
            case INT8, INT16 -> ofNumber(connect, avro);
            case INT32 -> isDate(connect) ? ofDate(connect, avro, Schema.Type.INT) : ofNumber(connect, avro);
            case INT64 -> isDate(connect) ? ofDate(connect, avro, Schema.Type.LONG) : ofNumber(connect, avro);
            case FLOAT32, FLOAT64 -> ofNumber(connect, avro);
            case STRING -> ofString(connect, avro);
            case BYTES -> ofBytes(connect, avro);
            case ARRAY -> ofArray(connect, avro);
            case MAP -> ofMap(connect, avro);
            case STRUCT -> ofStruct(connect, avro);
        };
    }

    private static DataException unfit(org.apache.kafka.connect.data.Schema connect, Schema avro) {
        return new DataException("Connect type " + connect.type() + " cannot be written as Avro type "
                + avro.getType().getName());
    }

    private static ValueWriter scalar(
            Schema avro, ScalarWriter writer, org.apache.kafka.connect.data.Schema connect, Schema.Type wanted) {
        if (avro.getType() != wanted) {
            throw unfit(connect, avro);
        }
        return writer;
    }

    private static boolean isDate(org.apache.kafka.connect.data.Schema connect) {
        return org.apache.kafka.connect.data.Date.LOGICAL_NAME.equals(connect.name())
                || org.apache.kafka.connect.data.Time.LOGICAL_NAME.equals(connect.name())
                || org.apache.kafka.connect.data.Timestamp.LOGICAL_NAME.equals(connect.name());
    }

    private static ValueWriter ofDate(org.apache.kafka.connect.data.Schema connect, Schema avro, Schema.Type wanted) {
        if (avro.getType() != wanted && avro.getType() != Schema.Type.LONG) {
            throw unfit(connect, avro);
        }
        return (value, out) -> {
            if (!(value instanceof java.util.Date date)) {
                throw UnwritableValueException.wrongType("java.util.Date", value);
            }
            out.writeLong(((Number) Schemas.wholeNumber(connect, date)).longValue());
        };
    }

    private static ValueWriter ofNumber(org.apache.kafka.connect.data.Schema connect, Schema avro) {
        int rank =
                switch (connect.type()) {
                    case INT8, INT16, INT32 -> 0;
                    case INT64 -> 1;
                    case FLOAT32 -> 2;
                    case FLOAT64, BOOLEAN, STRING, BYTES, ARRAY, MAP, STRUCT -> 3;
                };
        int wanted =
                switch (avro.getType()) {
                    case INT -> 0;
                    case LONG -> 1;
                    case FLOAT -> 2;
                    case DOUBLE -> 3;
                    case RECORD, ENUM, ARRAY, MAP, UNION, FIXED, STRING, BYTES, BOOLEAN, NULL -> -1;
                };
        if (wanted < rank) {
            throw unfit(connect, avro);
        }
        return switch (wanted) {
            case 0 -> ScalarWriter.INT;
            case 1 -> ScalarWriter.LONG;
            case 2 -> ScalarWriter.FLOAT;
            default -> ScalarWriter.DOUBLE;
        };
    }

    private static ValueWriter ofString(org.apache.kafka.connect.data.Schema connect, Schema avro) {
        if (avro.getType() == Schema.Type.ENUM) {
            Map<String, Integer> symbols = new HashMap<>();
            avro.getEnumSymbols().forEach(symbol -> symbols.put(symbol, avro.getEnumOrdinal(symbol)));
            return (value, out) -> {
                Integer index = symbols.get(ScalarWriter.asString(value));
                if (index == null) {
                    throw new UnwritableValueException("a text is not a symbol of the enum " + avro.getFullName());
                }
                out.writeLong(index);
            };
        }
        return scalar(avro, ScalarWriter.STRING, connect, Schema.Type.STRING);
    }

    private static ValueWriter ofBytes(org.apache.kafka.connect.data.Schema connect, Schema avro) {
        if (avro.getType() != Schema.Type.BYTES && avro.getType() != Schema.Type.FIXED) {
            throw unfit(connect, avro);
        }
        int size = avro.getType() == Schema.Type.FIXED ? avro.getFixedSize() : -1;
        return (value, out) -> {
            byte[] bytes = bytesOf(connect, value);
            if (size < 0) {
                out.writeBytes(bytes);
            } else if (bytes.length == size) {
                out.writeRaw(bytes);
            } else {
                throw new UnwritableValueException(bytes.length + " bytes where there must be " + size);
            }
        };
    }

    static byte[] bytesOf(org.apache.kafka.connect.data.Schema connect, Object value) {
        try {
            return Schemas.bytes(connect, value);
        } catch (ClassCastException wrongType) {
            throw UnwritableValueException.wrongType("bytes", value);
        } catch (DataException unfit) {
            throw new UnwritableValueException(String.valueOf(unfit.getMessage()));
        }
    }

    private ValueWriter ofArray(org.apache.kafka.connect.data.Schema connect, Schema avro) {
        if (avro.getType() != Schema.Type.ARRAY) {
            throw unfit(connect, avro);
        }
        Item items = item(connect.valueSchema(), avro.getElementType());
        return (value, out) -> {
            if (!(value instanceof List<?> list)) {
                throw UnwritableValueException.wrongType("List", value);
            }
            int size = list.size();
            if (size > 0) {
                out.writeLong(size);
                int index = 0;
                try {
                    for (; index < size; index++) {
                        items.write(list.get(index), out);
                    }
                } catch (UnwritableValueException unwritable) {
                    throw unwritable.within("[" + index + "]");
                }
            }
            out.writeByte(0);
        };
    }

    private ValueWriter ofMap(org.apache.kafka.connect.data.Schema connect, Schema avro) {
        if (avro.getType() == Schema.Type.MAP
                && connect.keySchema().type() == org.apache.kafka.connect.data.Schema.Type.STRING) {
            return entries(new Item(ScalarWriter.STRING, -1), item(connect.valueSchema(), avro.getValueType()), false);
        }
        if (avro.getType() != Schema.Type.ARRAY || !AvroProperties.isMapEntry(avro.getElementType())) {
            throw unfit(connect, avro);
        }
        Schema.Field key = Objects.requireNonNull(avro.getElementType().getField(AvroProperties.KEY));
        Schema.Field value = Objects.requireNonNull(avro.getElementType().getField(AvroProperties.VALUE));
        return entries(
                item(connect.keySchema(), key.schema()),
                item(connect.valueSchema(), value.schema()),
                value.pos() < key.pos());
    }

    private static ValueWriter entries(Item keys, Item values, boolean isValueFirst) {
        return (value, out) -> {
            if (!(value instanceof Map<?, ?> map)) {
                throw UnwritableValueException.wrongType("Map", value);
            }
            if (!map.isEmpty()) {
                out.writeLong(map.size());
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    if (isValueFirst) {
                        values.writeIn("[value]", entry.getValue(), out);
                    }
                    keys.writeIn("[key]", entry.getKey(), out);
                    if (!isValueFirst) {
                        values.writeIn("[value]", entry.getValue(), out);
                    }
                }
            }
            out.writeByte(0);
        };
    }

    /** An item that may be null where the Avro schema has a branch for it. */
    private record Item(ValueWriter writer, int nullBranch) {
        void write(@Nullable Object value, AvroOutput out) {
            if (value != null) {
                writer.write(value, out);
            } else if (nullBranch >= 0) {
                out.writeLong(nullBranch);
            } else {
                throw new UnwritableValueException("null, but a value is required");
            }
        }

        void writeIn(String part, @Nullable Object value, AvroOutput out) {
            try {
                write(value, out);
            } catch (UnwritableValueException unwritable) {
                throw unwritable.within(part);
            }
        }
    }

    private Item item(org.apache.kafka.connect.data.Schema connect, Schema avro) {
        return new Item(compile(connect, avro), nullBranch(avro));
    }

    /** The index of the null branch of any union, or -1. */
    static int nullBranch(Schema avro) {
        if (avro.isUnion()) {
            for (int i = 0; i < avro.getTypes().size(); i++) {
                if (avro.getTypes().get(i).getType() == Schema.Type.NULL) {
                    return i;
                }
            }
        }
        return -1;
    }

    private ValueWriter ofStruct(org.apache.kafka.connect.data.Schema connect, Schema avro) {
        if (avro.getType() != Schema.Type.RECORD || Schemas.isUnion(connect)) {
            throw unfit(connect, avro);
        }
        Map<String, Field> byName = new HashMap<>();
        for (Field field : connect.fields()) {
            byName.put(options.scrubsNames() ? Names.scrubbed(field.name()) : field.name(), field);
        }
        List<RecordWriter.Step> steps = new ArrayList<>();
        for (Schema.Field avroField : avro.getFields()) {
            Field field = byName.get(avroField.name());
            try {
                steps.add(field == null ? fromDefault(avro, avroField) : fromField(field, avroField.schema()));
            } catch (DataException unfit) {
                throw field == null
                        ? unfit
                        : new DataException("field " + field.name() + ": " + unfit.getMessage(), unfit);
            }
        }
        return new RecordWriter(connect, steps.toArray(RecordWriter.Step[]::new));
    }

    private RecordWriter.Step fromField(Field field, Schema avro) {
        org.apache.kafka.connect.data.Schema schema = field.schema();
        boolean keepsNull =
                options.ignoresDefaultForNullables() && schema.isOptional() && schema.defaultValue() != null;
        int nullOfPair = AvroProperties.nullBranchOfPair(avro);
        if (nullOfPair >= 0) {
            ValueWriter writer = compile(schema, avro.getTypes().get(1 - nullOfPair));
            return new RecordWriter.FromField(field, writer, nullOfPair, keepsNull, field.name());
        }
        int nullBranch = nullBranch(avro);
        ValueWriter writer = compile(schema, avro);
        if (nullBranch < 0) {
            return new RecordWriter.FromField(field, writer, -1, keepsNull, field.name());
        }
        // each value names its branch itself, only null does not
        return new RecordWriter.FromUnion(field, writer, nullBranch, field.name());
    }

    private static RecordWriter.Step fromDefault(Schema record, Schema.Field field) {
        if (!field.hasDefaultValue()) {
            throw new DataException("the data has no field " + field.name() + ", which the Avro record "
                    + record.getFullName() + " requires");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        try {
            Object value = GenericData.get().getDefaultValue(field);
            new GenericDatumWriter<@Nullable Object>(field.schema()).write(value, encoder);
            encoder.flush();
        } catch (IOException neverInMemory) {
            throw new UncheckedIOException(neverInMemory);
        }
        return new RecordWriter.FromDefault(bytes.toByteArray(), field.name());
    }

    private ValueWriter ofUnion(org.apache.kafka.connect.data.Schema connect, Schema avro) {
        List<Field> fields = connect.fields();
        int[] branches = new int[fields.size()];
        ValueWriter[] writers = new ValueWriter[fields.size()];
        for (Field field : fields) {
            int branch = branchOf(field, avro, fields.size());
            branches[field.index()] = branch;
            writers[field.index()] = compile(field.schema(), avro.getTypes().get(branch));
        }
        int nullBranch = nullBranch(avro);
        return (value, out) -> {
            if (!(value instanceof Struct struct)) {
                throw UnwritableValueException.wrongType("Struct", value);
            }
            for (int i = 0; i < branches.length; i++) {
                Field field = fields.get(i);
                Object branchValue = struct.get(field);
                if (branchValue != null) {
                    out.writeLong(branches[i]);
                    writeBranch(writers[i], branchValue, field, out);
                    return;
                }
            }
            if (nullBranch < 0) {
                throw new UnwritableValueException("a union of which no branch is set, and none is null");
            }
            out.writeLong(nullBranch);
        };
    }

    private static void writeBranch(ValueWriter writer, Object value, Field field, AvroOutput out) {
        try {
            writer.write(value, out);
        } catch (UnwritableValueException unwritable) {
            throw unwritable.within(field.name());
        }
    }

    private static int branchOf(Field field, Schema avro, int fields) {
        List<Schema> branches = avro.getTypes();
        for (boolean byFullName : new boolean[] {true, false}) {
            for (int i = 0; i < branches.size(); i++) {
                if (AvroProperties.branchName(branches.get(i), byFullName).equals(field.name())) {
                    return i;
                }
            }
        }
        int nullBranch = nullBranch(avro);
        int values = nullBranch < 0 ? branches.size() : branches.size() - 1;
        if (values != fields) {
            throw new DataException("no branch of the Avro union is called " + field.name());
        }
        return nullBranch >= 0 && nullBranch <= field.index() ? field.index() + 1 : field.index();
    }

    /** The first branch that a value of a schema that is no union can be written in. */
    private ValueWriter intoBranch(org.apache.kafka.connect.data.Schema connect, Schema avro) {
        for (int i = 0; i < avro.getTypes().size(); i++) {
            Schema branch = avro.getTypes().get(i);
            try {
                ValueWriter writer = compile(connect, branch);
                int index = i;
                return (value, out) -> {
                    out.writeLong(index);
                    writer.write(value, out);
                };
            } catch (DataException ofAnotherBranch) {
                // the next branch
            }
        }
        throw unfit(connect, avro);
    }
}
