package org.lsst.efd.connect.avro.encode;

/** Writes the values that are plain Java values; a record writes them without asking here. */
enum ScalarWriter implements ValueWriter {
    DOUBLE {
        @Override
        public void write(Object value, AvroOutput out) {
            out.writeDouble(asDouble(value));
        }
    },
    FLOAT {
        @Override
        public void write(Object value, AvroOutput out) {
            out.writeFloat(asFloat(value));
        }
    },
    INT {
        @Override
        public void write(Object value, AvroOutput out) {
            out.writeLong(asInt(value));
        }
    },
    LONG {
        @Override
        public void write(Object value, AvroOutput out) {
            out.writeLong(asLong(value));
        }
    },
    BOOLEAN {
        @Override
        public void write(Object value, AvroOutput out) {
            out.writeBoolean(asBoolean(value));
        }
    },
    STRING {
        @Override
        public void write(Object value, AvroOutput out) {
            out.writeString(asString(value));
        }
    };

    /** A double, or a number that is one without loss. */
    static double asDouble(Object value) {
        if (value instanceof Double number) {
            return number;
        }
        if (value instanceof Float || isWhole(value)) {
            return ((Number) value).doubleValue();
        }
        throw UnwritableValueException.wrongType("Double", value);
    }

    static float asFloat(Object value) {
        if (value instanceof Float number) {
            return number;
        }
        if (isWhole(value)) {
            return ((Number) value).floatValue();
        }
        throw UnwritableValueException.wrongType("Float", value);
    }

    static int asInt(Object value) {
        if (value instanceof Integer number) {
            return number;
        }
        if (value instanceof Short || value instanceof Byte) {
            return ((Number) value).intValue();
        }
        throw UnwritableValueException.wrongType("Integer", value);
    }

    static long asLong(Object value) {
        if (value instanceof Long number) {
            return number;
        }
        if (isWhole(value)) {
            return ((Number) value).longValue();
        }
        throw UnwritableValueException.wrongType("Long", value);
    }

    private static boolean isWhole(Object value) {
        return value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte;
    }

    static boolean asBoolean(Object value) {
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw UnwritableValueException.wrongType("Boolean", value);
    }

    static String asString(Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw UnwritableValueException.wrongType("String", value);
    }
}
