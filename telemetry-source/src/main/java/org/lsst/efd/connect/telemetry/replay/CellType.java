package org.lsst.efd.connect.telemetry.replay;

import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.kafka.connect.data.Schema;

/** The types of a column, the narrowest first: a column has the first that fits all its cells. */
enum CellType {
    /** Whole numbers, written without leading zeros or a sign that would be lost. */
    LONG(Schema.Type.INT64),
    /** Numbers, as the nearest double. */
    DOUBLE(Schema.Type.FLOAT64),
    /** {@code true} and {@code false} in any case. */
    BOOLEAN(Schema.Type.BOOLEAN),
    /** Anything else. */
    STRING(Schema.Type.STRING);

    // leading zeros tell a code, not a number
    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?(?:(?:0|[1-9][0-9]*)(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?");
    private static final Pattern NOT_FINITE = Pattern.compile("nan|[+-]?inf(?:inity)?", Pattern.CASE_INSENSITIVE);

    private final Schema.Type connectType;

    CellType(Schema.Type connectType) {
        this.connectType = connectType;
    }

    Schema.Type connectType() {
        return connectType;
    }

    /** Whether a cell that is not blank is of this type. */
    boolean fits(String cell) {
        return switch (this) {
            case LONG -> isLong(cell);
            case DOUBLE ->
                DECIMAL.matcher(cell).matches() || NOT_FINITE.matcher(cell).matches();
            case BOOLEAN -> cell.equalsIgnoreCase("true") || cell.equalsIgnoreCase("false");
            case STRING -> true;
        };
    }

    private static boolean isLong(String cell) {
        try {
            return Long.toString(Long.parseLong(cell)).equals(cell);
        } catch (NumberFormatException notWhole) {
            return false;
        }
    }

    /** The number that a cell of type {@link #DOUBLE} tells. */
    static double parseDouble(String cell) {
        if (!NOT_FINITE.matcher(cell).matches()) {
            return Double.parseDouble(cell);
        }
        if (cell.toLowerCase(Locale.ROOT).equals("nan")) {
            return Double.NaN;
        }
        return cell.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
}
