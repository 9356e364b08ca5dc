package org.lsst.efd.connect.avro.decode;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.kafka.connect.errors.DataException;

/** Goes past the bytes of values that nobody asked for, without decoding them. Immutable; thread-safe. */
interface Skipper {
    /**
     * Goes past one value.
     *
     * @throws DamagedBytesException if the bytes end before it does
     */
    void skip(ByteCursor in);

    /** A skipper of values that stand one after another. */
    static Skipper of(List<Schema> schemas) {
        return new Compiler().of(schemas);
    }

    /** Makes skippers; knows the records that it is within, to refuse those that contain themselves. */
    final class Compiler {
        private final Set<String> open = new HashSet<>();

        private Skipper of(List<Schema> schemas) {
            List<Skipper> steps = new ArrayList<>();
            int i = 0;
            while (i < schemas.size()) {
                int width = 0;
                int numbers = 0;
                int fixed = EncodedSize.fixed(schemas.get(i));
                while (fixed >= 0) {
                    width = EncodedSize.sum(width, fixed);
                    i++;
                    fixed = i < schemas.size() ? EncodedSize.fixed(schemas.get(i)) : -1;
                }
                if (width > 0) {
                    int bytes = width;
                    steps.add(in -> in.skip(bytes));
                }
                while (i < schemas.size() && isNumber(schemas.get(i))) {
                    numbers++;
                    i++;
                }
                if (numbers > 0) {
                    int count = numbers;
                    steps.add(in -> in.skipNumbers(count));
                } else if (i < schemas.size() && EncodedSize.fixed(schemas.get(i)) < 0) {
                    steps.add(ofVariable(schemas.get(i)));
                    i++;
                }
            }
            if (steps.size() == 1) {
                return steps.get(0);
            }
            Skipper[] all = steps.toArray(Skipper[]::new);
            return in -> {
                for (Skipper step : all) {
                    step.skip(in);
                }
            };
        }

        private static boolean isNumber(Schema schema) {
            return switch (schema.getType()) {
                case INT, LONG, ENUM -> true;
                case RECORD, ARRAY, MAP, UNION, FIXED, STRING, BYTES, FLOAT, DOUBLE, BOOLEAN, NULL -> false;
            };
        }

        private Skipper ofVariable(Schema schema) {
            return switch (schema.getType()) {
                case STRING, BYTES -> in -> in.skip(in.readLength());
                case ARRAY -> ofItems(of(List.of(schema.getElementType())), schema.getElementType(), 0);
                case MAP -> {
                    Skipper value = of(List.of(schema.getValueType()));
                    yield ofItems(
                            in -> {
                                in.skip(in.readLength());
                                value.skip(in);
                            },
                            schema.getValueType(),
                            1);
                }
                case RECORD -> {
                    if (!open.add(schema.getFullName())) {
                        throw new DataException("Avro record " + schema.getFullName()
                                + " contains itself; recursive schemas are not supported");
                    }
                    Skipper fields = of(schema.getFields().stream()
                            .map(Schema.Field::schema)
                            .toList());
                    open.remove(schema.getFullName());
                    yield fields;
                }
                case UNION -> ofUnion(schema);
                case INT, LONG, ENUM, FIXED, FLOAT, DOUBLE, BOOLEAN, NULL ->
                    throw new IllegalArgumentException("not of variable size: " + schema.getType());
            };
        }

        private static Skipper ofItems(Skipper item, Schema schema, int keyBytes) {
            int width = keyBytes == 0 ? EncodedSize.fixed(schema) : -1;
            int min = EncodedSize.sum(keyBytes, EncodedSize.min(schema));
            return in -> {
                for (int count = in.readBlockCount(min); count > 0; count = in.readBlockCount(min)) {
                    int end = in.blockEnd();
                    if (end >= 0) {
                        in.skip(end - in.position());
                    } else if (width >= 0) {
                        in.skip((long) count * width);
                    } else {
                        for (int i = 0; i < count; i++) {
                            item.skip(in);
                        }
                    }
                }
            };
        }

        private Skipper ofUnion(Schema schema) {
            Skipper[] branches = schema.getTypes().stream()
                    .map(branch -> of(List.of(branch)))
                    .toArray(Skipper[]::new);
            if (branches.length == 2) {
                return in -> branches[in.readEither()].skip(in);
            }
            return in -> branches[in.readIndex(branches.length)].skip(in);
        }
    }
}
