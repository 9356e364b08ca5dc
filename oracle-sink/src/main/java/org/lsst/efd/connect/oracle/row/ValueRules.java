package org.lsst.efd.connect.oracle.row;

/**
 * What the database can hold, and what becomes of the rest.
 *
 * @param textMax characters of a text column; 0 for any number
 * @param textMaxBytes bytes of a text in UTF-8; 0 for any number
 * @param truncatesTexts whether longer texts are cut, instead of making the record bad
 * @param nonfinite what becomes of NaN and infinities
 * @param refusesNul whether texts must not hold the character 0, which is replaced then
 * @param emptyIsNull whether an empty text is null, which a key must not be
 * @param timestampDigits most digits of a second that a timestamp column may have
 * @param hasArrays whether there are columns of arrays
 */
public record ValueRules(
        int textMax,
        int textMaxBytes,
        boolean truncatesTexts,
        NonfiniteRule nonfinite,
        boolean refusesNul,
        boolean emptyIsNull,
        int timestampDigits,
        boolean hasArrays) {}
