package org.lsst.efd.connect.avro.decode;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.avro.schema.AvroProperties;
import org.lsst.efd.connect.avro.schema.MappingOptions;
import org.lsst.efd.connect.avro.schema.Projection;
import org.lsst.efd.connect.avro.schema.Schemas;

/** Makes the readers of an Avro schema for the Connect schema that was mapped from it. */
final class ReaderCompiler {
    private static final long MS_PER_DAY = 24L * 60 * 60 * 1000;

    private final MappingOptions options;

    ReaderCompiler(MappingOptions options) {
        this.options = options;
    }

    ValueReader compile(Schema avro, org.apache.kafka.connect.data.Schema connect, Projection projection) {
        return switch (avro.getType()) {
            case BOOLEAN -> ScalarReader.BOOLEAN;
            case INT -> ofInt(connect);
            case LONG ->
                Timestamp.LOGICAL_NAME.equals(connect.name())
                        ? in -> new java.util.Date(in.readLong())
                        : ScalarReader.LONG;
            case FLOAT -> ScalarReader.FLOAT;
            case DOUBLE -> ScalarReader.DOUBLE;
            case STRING -> new TextReader();
            case ENUM -> {
                String[] symbols = avro.getEnumSymbols().toArray(String[]::new);
                yield in -> symbols[in.readIndex(symbols.length)];
            }
            case BYTES, FIXED -> ofBytes(avro, connect);
            case ARRAY -> ofArray(avro.getElementType(), connect, projection);
            case MAP ->
                new MapReader(
                        new TextReader(),
                        compile(avro.getValueType(), connect.valueSchema(), projection),
                        false,
                        EncodedSize.sum(1, EncodedSize.min(avro.getValueType())));
            case RECORD -> ofRecord(avro, connect, projection);
            case UNION -> ofUnion(avro, connect, projection);
            case NULL -> in -> null;
        };
    }

    private static ValueReader ofInt(org.apache.kafka.connect.data.Schema connect) {
        if (Date.LOGICAL_NAME.equals(connect.name())) {
            return in -> new java.util.Date(in.readInt() * MS_PER_DAY);
        }
        if (Time.LOGICAL_NAME.equals(connect.name())) {
            return in -> {
                int ms = in.readInt();
                if (ms < 0 || ms > MS_PER_DAY) {
                    throw in.damage("a time of day is out of the range of a day");
                }
                return new java.util.Date(ms);
            };
        }
        if (connect.type() == org.apache.kafka.connect.data.Schema.Type.INT8) {
            return in -> (byte) within(in, in.readInt(), Byte.MIN_VALUE, Byte.MAX_VALUE);
        }
        if (connect.type() == org.apache.kafka.connect.data.Schema.Type.INT16) {
            return in -> (short) within(in, in.readInt(), Short.MIN_VALUE, Short.MAX_VALUE);
        }
        return ScalarReader.INT;
    }

    private static int within(ByteCursor in, int value, int min, int max) {
        if (value < min || value > max) {
            throw in.damage("a number is not between " + min + " and " + max);
        }
        return value;
    }

    private static ValueReader ofBytes(Schema avro, org.apache.kafka.connect.data.Schema connect) {
        int size = avro.getType() == Schema.Type.FIXED ? avro.getFixedSize() : -1;
        if (Decimal.LOGICAL_NAME.equals(connect.name())) {
            int scale = Schemas.scale(connect);
            return in -> decimal(in, size < 0 ? in.readLength() : size, scale);
        }
        return in -> ByteBuffer.wrap(in.readBytes(size < 0 ? in.readLength() : size));
    }

    static BigDecimal decimal(ByteCursor in, int length, int scale) {
        if (length == 0) {
            throw in.damage("a decimal has no bytes");
        }
        return new BigDecimal(new BigInteger(in.readBytes(length)), scale);
    }

    private ValueReader ofArray(Schema items, org.apache.kafka.connect.data.Schema connect, Projection projection) {
        int min = EncodedSize.min(items);
        if (AvroProperties.isMapEntry(items)) {
            Schema.Field key = items.getField(AvroProperties.KEY);
            Schema.Field value = items.getField(AvroProperties.VALUE);
            return new MapReader(
                    compile(key.schema(), connect.keySchema(), Projection.ALL),
                    compile(value.schema(), connect.valueSchema(), projection),
                    value.pos() < key.pos(),
                    min);
        }
        ValueReader item = compile(items, connect.valueSchema(), projection);
        if (item instanceof ScalarReader scalar) {
            return switch (scalar) {
                case DOUBLE -> new DoubleList.Reader();
                case FLOAT -> new FloatList.Reader();
                case LONG -> new LongList.Reader();
                case INT -> new IntegerList.Reader();
                case BOOLEAN -> new ListReader(item, min);
            };
        }
        return new ListReader(item, min);
    }

    private ValueReader ofRecord(Schema avro, org.apache.kafka.connect.data.Schema connect, Projection projection) {
        List<RecordReader.Step> steps = new ArrayList<>();
        List<Schema> skipped = new ArrayList<>();
        String firstSkipped = "";
        for (Schema.Field field : avro.getFields()) {
            if (!projection.includes(field.name())) {
                firstSkipped = skipped.isEmpty() ? field.name() : firstSkipped;
                skipped.add(field.schema());
                continue;
            }
            addSkip(steps, skipped, firstSkipped);
            Field into = Objects.requireNonNull(connect.field(field.name()));
            ValueReader reader = compile(field.schema(), into.schema(), projection.below(field.name()));
            steps.add(RecordReader.Step.into(into, reader));
        }
        addSkip(steps, skipped, firstSkipped);
        return new RecordReader(connect, steps.toArray(RecordReader.Step[]::new));
    }

    private static void addSkip(List<RecordReader.Step> steps, List<Schema> skipped, String firstName) {
        if (!skipped.isEmpty()) {
            steps.add(RecordReader.Step.past(Skipper.of(List.copyOf(skipped)), firstName));
            skipped.clear();
        }
    }

    private ValueReader ofUnion(Schema avro, org.apache.kafka.connect.data.Schema connect, Projection projection) {
        int nullBranch = AvroProperties.nullBranchOfPair(avro);
        if (nullBranch >= 0) {
            return new NullableReader(compile(avro.getTypes().get(1 - nullBranch), connect, projection), nullBranch);
        }
        if (avro.getTypes().size() == 1 && options.flattensSingletonUnions()) {
            ValueReader only = compile(avro.getTypes().get(0), connect, projection);
            return in -> {
                in.readIndex(1);
                return only.read(in);
            };
        }
        int size = avro.getTypes().size();
        @Nullable Field[] fields = new @Nullable Field[size];
        ValueReader[] branches = new ValueReader[size];
        for (int i = 0; i < size; i++) {
            Schema branch = avro.getTypes().get(i);
            if (branch.getType() == Schema.Type.NULL) {
                branches[i] = in -> null;
            } else {
                Field field =
                        Objects.requireNonNull(connect.field(AvroProperties.branchName(branch, options.isEnhanced())));
                fields[i] = field;
                branches[i] = compile(branch, field.schema(), projection);
            }
        }
        return new UnionReader(connect, fields, branches);
    }
}
