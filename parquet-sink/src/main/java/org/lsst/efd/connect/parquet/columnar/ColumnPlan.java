package org.lsst.efd.connect.parquet.columnar;

import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.lsst.efd.connect.parquet.rows.DoubleColumn;
import org.lsst.efd.connect.parquet.rows.FloatColumn;
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
    private static final int SEEN_BITS = 11;
    private static final int SEEN_SLOTS = 1 << SEEN_BITS;
    /** Of Fibonacci hashing: 2 to the power of 64 over the golden ratio. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

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

    /** The properties of a row group of this column whose values are encoded so. */
    ParquetProperties properties(ValueEncoding encoding) {
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
                .withValuesWriterFactory(new ValuesWriters(encoding));
        if (rule.isPresent() && rule.get().bloom()) {
            builder.withBloomFilterEnabled(path, true);
            rule.get().bloomDistinct().ifPresent(distinct -> builder.withBloomFilterNDV(path, distinct));
        }
        return builder.build();
    }

    /** The values as numbers that need no column writer; empty where they do. */
    Optional<Numbers> numbers(LeafColumn values, ValueEncoding encoding, ParquetProperties properties) {
        if (!rules.isVersion2() || rule.map(ColumnRule::bloom).orElse(false)) {
            return Optional.empty();
        }
        return switch (encoding) {
            case BYTE_STREAM_SPLIT -> {
                if (values instanceof DoubleColumn doubles) {
                    yield Optional.of(new Numbers.SplitDoubles(doubles));
                }
                yield values instanceof FloatColumn floats
                        ? Optional.of(new Numbers.SplitFloats(floats))
                        : Optional.empty();
            }
            case DELTA -> {
                if (values instanceof LongColumn longs) {
                    yield Optional.of(new Numbers.DeltaLongs(longs, properties.newValuesWriter(column)));
                }
                yield values instanceof IntColumn ints
                        ? Optional.of(new Numbers.DeltaInts(ints, properties.newValuesWriter(column)))
                        : Optional.empty();
            }
            case PLAIN, DICTIONARY -> Optional.empty();
        };
    }

    /** How the values of a row group are encoded: as a rule says, or as suits them. */
    ValueEncoding encodingFor(LeafColumn values) {
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
        long[] seen = new long[SEEN_SLOTS];
        boolean[] isTaken = new boolean[SEEN_SLOTS];
        int distinct = 0;
        for (int i = 0; i < count; i++) {
            long value = values instanceof LongColumn longs ? longs.value(i) : ((IntColumn) values).value(i);
            int slot = (int) ((value * SPREAD) >>> (Long.SIZE - SEEN_BITS));
            while (isTaken[slot] && seen[slot] != value) {
                slot = (slot + 1) % SEEN_SLOTS;
            }
            if (!isTaken[slot]) {
                isTaken[slot] = true;
                seen[slot] = value;
                distinct++;
            }
        }
        return distinct * 2 > count;
    }
}
