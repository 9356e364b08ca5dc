package org.lsst.efd.connect.oracle.table;

/** What a column holds, and in which form a row keeps it until it is bound. */
public enum ValueKind {
    /** 8 bits; a {@code long}. */
    INT8,
    /** 16 bits; a {@code long}. */
    INT16,
    /** 32 bits; a {@code long}. */
    INT32,
    /** 64 bits; a {@code long}. */
    INT64,
    /** The bits of the {@code double} that equals it, so that a column may become wider under it. */
    FLOAT32,
    /** The bits of a {@code double}. */
    FLOAT64,
    /** 0 or 1. */
    BOOLEAN,
    /** Days since 1970-01-01. */
    DATE,
    /** Nanoseconds of the day. */
    TIME,
    /** Nanoseconds since 1970-01-01, UTC. */
    TIMESTAMP,
    /** A {@code String}. */
    TEXT,
    /** A {@code String} in a primary key, at most 255 characters. */
    KEY_TEXT,
    /** A {@code String} that holds JSON. */
    JSON,
    /** A {@code byte[]} of moderate length. */
    BYTES,
    /** A {@code byte[]} of any length. */
    LONG_BYTES,
    /** A {@code BigDecimal}. */
    DECIMAL,
    /** A {@code List} of scalars, for databases that have arrays. */
    ARRAY;

    /** Whether a row keeps an object; otherwise it keeps a {@code long}. */
    public boolean isObject() {
        return switch (this) {
            case TEXT, KEY_TEXT, JSON, BYTES, LONG_BYTES, DECIMAL, ARRAY -> true;
            case INT8, INT16, INT32, INT64, FLOAT32, FLOAT64, BOOLEAN, DATE, TIME, TIMESTAMP -> false;
        };
    }

    /** Bits of an integer; 0 for all else. */
    public int integerBits() {
        return switch (this) {
            case INT8 -> 8;
            case INT16 -> 16;
            case INT32 -> 32;
            case INT64 -> 64;
            case FLOAT32,
                    FLOAT64,
                    BOOLEAN,
                    DATE,
                    TIME,
                    TIMESTAMP,
                    TEXT,
                    KEY_TEXT,
                    JSON,
                    BYTES,
                    LONG_BYTES,
                    DECIMAL,
                    ARRAY -> 0;
        };
    }

    boolean isInteger() {
        return integerBits() > 0;
    }

    boolean isFloat() {
        return this == FLOAT32 || this == FLOAT64;
    }
}
