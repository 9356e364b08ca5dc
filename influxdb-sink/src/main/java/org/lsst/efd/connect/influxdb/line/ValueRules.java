package org.lsst.efd.connect.influxdb.line;

/**
 * How values without one obvious form are written.
 *
 * @param stringMaxBytes longest string field in bytes of UTF-8
 */
public record ValueRules(
        Float32Form float32,
        boolean areIntegersFloats,
        NonfiniteRule nonfinite,
        BytesForm bytes,
        DecimalForm decimals,
        int stringMaxBytes,
        OverflowRule stringOverflow) {

    /** How a FLOAT32 is written. */
    public enum Float32Form {
        /** With the digits that a float needs: {@code 0.1}. */
        SHORTEST,
        /** As the double it equals: {@code 0.10000000149011612}. */
        WIDENED
    }

    /** What becomes of NaN and infinities, which line protocol cannot write. */
    public enum NonfiniteRule {
        /** The field is left out. */
        SKIP,
        /** The record is bad. */
        FAIL
    }

    /** How BYTES are written. */
    public enum BytesForm {
        BASE64,
        HEX,
        SKIP
    }

    /** How a Connect {@code Decimal} is written. */
    public enum DecimalForm {
        DOUBLE,
        STRING
    }

    /** What becomes of a string that is too long. */
    public enum OverflowRule {
        /** The record is bad. */
        FAIL,
        /** It is cut before the first character that does not fit. */
        TRUNCATE
    }
}
