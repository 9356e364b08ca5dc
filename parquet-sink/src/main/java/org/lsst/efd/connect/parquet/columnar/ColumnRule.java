package org.lsst.efd.connect.parquet.columnar;

import java.util.List;
import java.util.Optional;
import org.lsst.efd.connect.common.fields.Glob;

/**
 * What is set for the columns that fit a pattern; the rest stays as for all columns.
 *
 * @param key prefix of its settings, for messages
 * @param columns patterns of dotted source paths
 * @param bloom whether the column gets a Bloom filter
 * @param bloomDistinct distinct values that the filter is made for
 * @param statistics whether minimum and maximum are kept
 */
public record ColumnRule(
        String key,
        List<Glob> columns,
        Optional<ValueEncoding> encoding,
        Optional<Codec> codec,
        Optional<Integer> level,
        boolean bloom,
        Optional<Long> bloomDistinct,
        boolean statistics) {
    public ColumnRule {
        columns = List.copyOf(columns);
    }

    boolean fits(String sourcePath) {
        return columns.stream().anyMatch(pattern -> pattern.matches(sourcePath));
    }
}
