package org.lsst.efd.connect.oracle.table;

import java.util.Optional;

/**
 * The type of a column, the same for all databases; each dialect has its own words for it.
 *
 * @param kind what it holds
 * @param size characters of texts (0 for no limit), digits of decimals, fraction digits of times and timestamps
 * @param scale digits after the point of decimals
 * @param element what the elements of an array are; {@code kind} itself otherwise
 * @param sql the words to use in place of the dialect's; empty for none
 */
public record ColumnType(ValueKind kind, int size, int scale, ValueKind element, String sql) {
    private static final int DECIMAL_DIGITS_MAX = 38;

    /** A type without parameters. */
    public static ColumnType of(ValueKind kind) {
        return new ColumnType(kind, 0, 0, kind, "");
    }

    /** A text of at most so many characters; 0 for any number. */
    public static ColumnType text(int characters) {
        return new ColumnType(ValueKind.TEXT, characters, 0, ValueKind.TEXT, "");
    }

    /** A text in a key. */
    public static ColumnType keyText() {
        return new ColumnType(ValueKind.KEY_TEXT, 255, 0, ValueKind.KEY_TEXT, "");
    }

    /** A decimal number. */
    public static ColumnType decimal(int precision, int scale) {
        return new ColumnType(ValueKind.DECIMAL, precision, scale, ValueKind.DECIMAL, "");
    }

    /** A time of day with so many digits of a second. */
    public static ColumnType time(int digits) {
        return new ColumnType(ValueKind.TIME, digits, 0, ValueKind.TIME, "");
    }

    /** A point in time with so many digits of a second. */
    public static ColumnType timestamp(int digits) {
        return new ColumnType(ValueKind.TIMESTAMP, digits, 0, ValueKind.TIMESTAMP, "");
    }

    /** An array of the database's own. */
    public static ColumnType array(ValueKind element) {
        return new ColumnType(ValueKind.ARRAY, 0, 0, element, "");
    }

    /** The same in other words. */
    public ColumnType withSql(String words) {
        return new ColumnType(kind, size, scale, element, words);
    }

    /**
     * The narrowest type that holds what both hold, without a change of kind: integers and floats grow, texts and decimals
     * get longer. Values of an integer go into a float where they are exact, which the row checks.
     *
     * @return empty where there is none
     */
    public Optional<ColumnType> widenedTo(ColumnType other) {
        if (equals(other) || (kind.isFloat() && other.kind.isInteger()) || isKeyOf(other) || !sql.isEmpty()) {
            return Optional.of(this);
        }
        if (kind == other.kind) {
            return widenedWithin(other);
        }
        boolean areNumbers = kind.isInteger() ? other.kind.isInteger() : kind.isFloat() && other.kind.isFloat();
        if (areNumbers) {
            boolean isWider =
                    kind.isFloat() ? kind == ValueKind.FLOAT64 : kind.integerBits() >= other.kind.integerBits();
            return Optional.of(isWider ? this : other);
        }
        return Optional.empty();
    }

    private boolean isKeyOf(ColumnType other) {
        return kind == ValueKind.KEY_TEXT && other.kind == ValueKind.TEXT;
    }

    private Optional<ColumnType> widenedWithin(ColumnType other) {
        return switch (kind) {
            case TEXT -> Optional.of(size == 0 || other.size == 0 ? text(0) : text(Math.max(size, other.size)));
            case DECIMAL -> {
                int wholes = Math.max(size - scale, other.size - other.scale);
                int fraction = Math.max(scale, other.scale);
                yield Optional.of(decimal(Math.min(DECIMAL_DIGITS_MAX, wholes + fraction), fraction));
            }
            case TIME, TIMESTAMP -> Optional.of(size >= other.size ? this : other);
            case ARRAY -> element == other.element ? Optional.of(this) : Optional.empty();
            default -> Optional.of(this);
        };
    }
}
