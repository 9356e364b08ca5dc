package org.lsst.efd.connect.parquet.columnar;

import java.util.List;
import java.util.Optional;

/**
 * How Parquet files are written.
 *
 * @param pageBytes size at which a page ends
 * @param isVersion2 data pages of version 2, and the delta encodings
 * @param floats encoding of all floating point columns
 * @param columns exceptions; the first that fits wins
 */
public record ParquetRules(
        Compression compression, int pageBytes, boolean isVersion2, ValueEncoding floats, List<ColumnRule> columns) {
    public ParquetRules {
        columns = List.copyOf(columns);
    }

    /** The exception for a column. */
    Optional<ColumnRule> ruleFor(String sourcePath) {
        return columns.stream().filter(rule -> rule.fits(sourcePath)).findFirst();
    }
}
