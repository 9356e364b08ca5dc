package org.lsst.efd.connect.parquet.columnar;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.parquet.avro.AvroSchema;
import org.lsst.efd.connect.parquet.files.FileFacts;
import org.lsst.efd.connect.parquet.files.RowEncoder;
import org.lsst.efd.connect.parquet.files.StagedFile;
import org.lsst.efd.connect.parquet.rows.LeafColumn;
import org.lsst.efd.connect.parquet.rows.Node;
import org.lsst.efd.connect.parquet.rows.RowBuffer;

/**
 * Encodes rows as the row groups of a Parquet file, one column after the other: only the pages of one column are in
 * memory beside the rows. No object of parquet-mr exists before the first row group.
 */
final class ParquetEncoder implements RowEncoder {
    private static final int INDEX_TRUNCATE_BYTES = ParquetProperties.DEFAULT_COLUMN_INDEX_TRUNCATE_LENGTH;

    private final String recordName;
    private final List<Node> fields;
    private final ParquetRules rules;
    private final StagedFile into;
    private @Nullable Opened opened;

    private record Opened(ParquetFileWriter writer, List<ColumnPlan> columns) {}

    ParquetEncoder(String recordName, List<Node> fields, ParquetRules rules, StagedFile into) {
        this.recordName = recordName;
        this.fields = fields;
        this.rules = rules;
        this.into = into;
    }

    @Override
    public void write(RowBuffer rows) {
        try {
            Opened file = open();
            file.writer.startBlock(rows.rows());
            Map<Compression, PageCompressor> compressors = new HashMap<>();
            try {
                for (ColumnPlan column : file.columns) {
                    writeColumn(
                            column,
                            rows.column(column.leaf()),
                            compressors.computeIfAbsent(column.compression(), PageCompressor::new),
                            file.writer);
                }
            } finally {
                compressors.values().forEach(PageCompressor::release);
            }
            file.writer.endBlock();
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory does not fail", impossible);
        }
    }

    private static void writeColumn(
            ColumnPlan plan, LeafColumn values, PageCompressor compressor, ParquetFileWriter writer)
            throws IOException {
        ValueEncoding encoding = plan.encodingFor(values);
        ParquetProperties properties = plan.properties(encoding);
        try (ColumnChunkPageWriteStore pages = new ColumnChunkPageWriteStore(
                compressor, plan.schema(), HeapByteBufferAllocator.getInstance(), INDEX_TRUNCATE_BYTES, true)) {
            Optional<Numbers> numbers = plan.numbers(values, encoding, properties);
            if (numbers.isPresent()) {
                try (Numbers all = numbers.get()) {
                    new PageFeed(all, plan.column(), properties, pages.getPageWriter(plan.column())).feed();
                }
            } else {
                feed(plan, values, properties, pages);
            }
            pages.flushToFileWriter(writer);
        }
    }

    private static void feed(
            ColumnPlan plan, LeafColumn values, ParquetProperties properties, ColumnChunkPageWriteStore pages) {
        try (ColumnWriteStore store = properties.newColumnWriteStore(plan.schema(), pages, pages)) {
            new ColumnFeed(values, store.getColumnWriter(plan.column()), store).feed();
            store.flush();
        }
    }

    private Opened open() throws IOException {
        Opened known = opened;
        if (known == null) {
            MessageType schema = ParquetSchema.of(AvroSchema.fullName(recordName), fields);
            List<ColumnDescriptor> descriptors = schema.getColumns();
            List<Node.Scalar> leaves = Leaves.of(fields);
            List<ColumnPlan> plans = new ArrayList<>();
            for (int i = 0; i < leaves.size(); i++) {
                plans.add(ColumnPlan.of(leaves.get(i), descriptors.get(i), schema, rules));
            }
            ParquetFileWriter writer = new ParquetFileWriter(
                    new StagedOutput(into),
                    schema,
                    ParquetFileWriter.Mode.CREATE,
                    Long.MAX_VALUE,
                    0,
                    null,
                    ParquetProperties.builder().build());
            writer.start();
            known = new Opened(writer, plans);
            opened = known;
        }
        return known;
    }

    @Override
    public void finish(FileFacts facts) {
        try {
            Map<String, String> pairs = new HashMap<>(facts.asKeyValues());
            // without it AvroParquetReader takes the groups of lists for records
            pairs.put("parquet.avro.schema", AvroSchema.of(recordName, fields).toString());
            pairs.put("efd.record", recordName);
            pairs.put("efd.fields", FieldNotes.json(fields));
            ParquetFileWriter writer = open().writer;
            writer.end(pairs);
            writer.close();
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory does not fail", impossible);
        }
    }
}
