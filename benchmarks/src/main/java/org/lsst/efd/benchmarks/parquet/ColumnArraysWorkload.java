package org.lsst.efd.benchmarks.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.parquet.avro.AvroSchemaConverter;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.lsst.efd.benchmarks.harness.Workload;

/**
 * The limit: columns that lie in primitive arrays from the begin are fed to the column writers of parquet-mr, with the
 * encodings that the sink chooses.
 */
final class ColumnArraysWorkload implements Workload {
    private static final int CHUNK_ROWS = 1024;

    private final Load load;
    private final MessageType schema;
    private final ParquetProperties properties;
    private final List<List<Object>> columnsOfTopics = new ArrayList<>();
    private final WrittenFiles files = new WrittenFiles();
    private long round;

    ColumnArraysWorkload(Load load) throws IOException {
        this.load = load;
        Configuration lists = new Configuration();
        lists.setBoolean("parquet.avro.write-old-list-structure", false);
        this.schema = new AvroSchemaConverter(lists)
                .convert(AvroParquetWorkload.avro(load.kind().schema()));
        ParquetProperties.Builder builder = ParquetProperties.builder()
                .withWriterVersion(ParquetProperties.WriterVersion.PARQUET_2_0)
                .withByteStreamSplitEncoding(true)
                .withDictionaryEncoding(false);
        for (ColumnDescriptor column : schema.getColumns()) {
            PrimitiveTypeName type = column.getPrimitiveType().getPrimitiveTypeName();
            if (type == PrimitiveTypeName.BINARY || type == PrimitiveTypeName.INT32) {
                builder.withDictionaryEncoding(String.join(".", column.getPath()), true);
            }
        }
        this.properties = builder.build();
        List<Struct> values = load.values();
        for (int topic = 0; topic < load.topics(); topic++) {
            List<Object> columns = new ArrayList<>();
            for (Field field : load.kind().schema().fields()) {
                columns.add(column(values, topic, field));
            }
            columnsOfTopics.add(columns);
        }
    }

    private Object column(List<Struct> values, int topic, Field field) {
        int rows = load.rowsOfTopic();
        List<Object> cells = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            cells.add(load.value(values, topic, row).get(field));
        }
        return switch (field.schema().type()) {
            case FLOAT64 -> cells.stream().mapToDouble(cell -> (Double) cell).toArray();
            case INT64 -> cells.stream().mapToLong(cell -> (Long) cell).toArray();
            case INT32 -> cells.stream().mapToInt(cell -> (Integer) cell).toArray();
            case BOOLEAN -> {
                boolean[] booleans = new boolean[rows];
                for (int row = 0; row < rows; row++) {
                    booleans[row] = (Boolean) cells.get(row);
                }
                yield booleans;
            }
            case ARRAY ->
                cells.stream()
                        .map(cell -> ((List<?>) cell)
                                .stream()
                                        .mapToDouble(element -> (Double) element)
                                        .toArray())
                        .toArray(double[][]::new);
            default ->
                cells.stream().map(cell -> Binary.fromString((String) cell)).toArray(Binary[]::new);
        };
    }

    @Override
    public Volume run() throws IOException {
        files.clear();
        round++;
        CodecFactory codecs = new CodecFactory(new Configuration(), properties.getPageSizeThreshold());
        for (int topic = 0; topic < load.topics(); topic++) {
            ParquetFileWriter writer = new ParquetFileWriter(
                    new LocalOutputFile(files.root().resolve(topic + "-" + round + ".parquet")),
                    schema,
                    ParquetFileWriter.Mode.CREATE,
                    Long.MAX_VALUE,
                    0,
                    null,
                    properties);
            writer.start();
            writer.startBlock(load.rowsOfTopic());
            write(columnsOfTopics.get(topic), writer, codecs);
            writer.endBlock();
            writer.end(new HashMap<>(Map.of()));
            writer.close();
        }
        codecs.release();
        return new Volume(load.rows(), files.bytes());
    }

    private void write(List<Object> columns, ParquetFileWriter writer, CodecFactory codecs) throws IOException {
        BytesInputCompressor compressor =
                codecs.getCompressor(CompressionCodecName.valueOf(load.codec().name()));
        try (ColumnChunkPageWriteStore pages = new ColumnChunkPageWriteStore(
                        compressor,
                        schema,
                        HeapByteBufferAllocator.getInstance(),
                        ParquetProperties.DEFAULT_COLUMN_INDEX_TRUNCATE_LENGTH,
                        true);
                ColumnWriteStore store = properties.newColumnWriteStore(schema, pages, pages)) {
            int chunk = load.kind() == RowKind.ARRAY_156 ? CHUNK_ROWS / 4 : CHUNK_ROWS;
            for (int from = 0; from < load.rowsOfTopic(); from += chunk) {
                int until = Math.min(load.rowsOfTopic(), from + chunk);
                for (int i = 0; i < columns.size(); i++) {
                    write(
                            columns.get(i),
                            store.getColumnWriter(schema.getColumns().get(i)),
                            from,
                            until);
                }
                for (int row = from; row < until; row++) {
                    store.endRecord();
                }
            }
            store.flush();
            pages.flushToFileWriter(writer);
        }
    }

    private static void write(Object column, ColumnWriter writer, int from, int until) {
        if (column instanceof double[] doubles) {
            for (int row = from; row < until; row++) {
                writer.write(doubles[row], 0, 0);
            }
        } else if (column instanceof long[] longs) {
            for (int row = from; row < until; row++) {
                writer.write(longs[row], 0, 0);
            }
        } else if (column instanceof int[] ints) {
            for (int row = from; row < until; row++) {
                writer.write(ints[row], 0, 0);
            }
        } else if (column instanceof boolean[] booleans) {
            for (int row = from; row < until; row++) {
                writer.write(booleans[row], 0, 0);
            }
        } else if (column instanceof Binary[] texts) {
            for (int row = from; row < until; row++) {
                writer.write(texts[row], 0, 0);
            }
        } else if (column instanceof double[][] lists) {
            for (int row = from; row < until; row++) {
                for (int i = 0; i < lists[row].length; i++) {
                    writer.write(lists[row][i], i == 0 ? 0 : 1, 1);
                }
            }
        }
    }

    @Override
    public void stop() throws IOException {
        files.checkAndRemove(load.topics(), load.rows());
    }
}
