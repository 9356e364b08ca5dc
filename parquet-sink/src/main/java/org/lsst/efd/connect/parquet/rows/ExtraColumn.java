package org.lsst.efd.connect.parquet.rows;

import java.util.function.Function;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A column that is not in the value of the record.
 *
 * @param name wanted; a field of the record that has it already keeps it
 * @param value what stands in a row, as the schema says
 */
public record ExtraColumn(String name, Schema schema, Function<RowSource, @Nullable Object> value) {}
