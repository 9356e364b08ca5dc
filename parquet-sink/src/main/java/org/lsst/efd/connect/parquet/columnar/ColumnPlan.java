package org.lsst.efd.connect.parquet.columnar;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.lsst.efd.connect.parquet.rows.IntColumn;
import org.lsst.efd.connect.parquet.rows.LeafColumn;
import org.lsst.efd.connect.parquet.rows.LongColumn;
import org.lsst.efd.connect.parquet.rows.Node;

/**
 * How one column of one file is written.
 *
 * @param schema the schema of the file with this column alone
 */
record ColumnPlan(
        Node.Scalar leaf,
        MessageType schema,
        ColumnDescriptor column,
        Compression compression,
        Optional<ColumnRule> rule,
        ParquetRules rules) {
    private static final int LOOKED_AT = 1000;

    static ColumnPlan of(Node.Scalar leaf, ColumnDescriptor column, MessageType file, ParquetRules rules) {
        Optional<ColumnRule> rule = rules.ruleFor(leaf.place().sourcePath());
        rule.flatMap(ColumnRule::encoding).ifPresent(wanted -> {
            PrimitiveTypeName type = column.getPrimitiveType().getPrimitiveTypeName();
            if (!ValuesWriters.fits(wanted, type)) {
                throw new ConfigException(rule.get().key() + ".encoding is " + wanted + ", which column "
                        + leaf.place().sourcePath() + " of type " + type + " cannot have");
            }
        });
        Compression all = rules.compression();
        Compression compression = new Compression(
                rule.flatMap(ColumnRule::codec).orElse(all.codec()),
                rule.flatMap(ColumnRule::level).orElse(all.level()));
        return new ColumnPlan(leaf, ParquetSchema.only(file, column.getPath()), column, compression, rule, rules);
    }

    /** The properties of a row group of this column. */
    ParquetProperties properties(LeafColumn values) {
        String path = String.join(".", column.getPath());
        ParquetProperties.Builder builder = ParquetProperties.builder()
                .withPageSize(rules.pageBytes())
                .withDictionaryPageSize(rules.pageBytes())
                .withWriterVersion(
                        rules.isVersion2()
                                ? ParquetProperties.WriterVersion.PARQUET_2_0
                                : ParquetProperties.WriterVersion.PARQUET_1_0)
                .withPageWriteChecksumEnabled(true)
                .withStatisticsEnabled(rule.map(ColumnRule::statistics).orElse(true))
                .withValuesWriterFactory(new ValuesWriters(encodingFor(values)));
        if (rule.isPresent() && rule.get().bloom()) {
            builder.withBloomFilterEnabled(path, true);
            rule.get().bloomDistinct().ifPresent(distinct -> builder.withBloomFilterNDV(path, distinct));
        }
        return builder.build();
    }

    private ValueEncoding encodingFor(LeafColumn values) {
        PrimitiveTypeName type = column.getPrimitiveType().getPrimitiveTypeName();
        return rule.flatMap(ColumnRule::encoding).orElseGet(() -> switch (type) {
            case FLOAT, DOUBLE -> rules.floats();
            case BOOLEAN -> ValueEncoding.PLAIN;
            case INT32, INT64 ->
                rules.isVersion2() && areMostlyDistinct(values) ? ValueEncoding.DELTA : ValueEncoding.DICTIONARY;
            case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 -> ValueEncoding.DICTIONARY;
        });
    }

    private static boolean areMostlyDistinct(LeafColumn values) {
        int count = Math.min(LOOKED_AT, values.values());
        Set<Long> distinct = new HashSet<>();
        for (int i = 0; i < count; i++) {
            distinct.add(values instanceof LongColumn longs ? longs.value(i) : (long) ((IntColumn) values).value(i));
        }
        return distinct.size() * 2 > count;
    }
}
