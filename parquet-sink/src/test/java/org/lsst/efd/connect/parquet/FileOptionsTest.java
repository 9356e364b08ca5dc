package org.lsst.efd.connect.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lsst.efd.connect.common.sink.RunningTask;
import org.lsst.efd.connect.parquet.read.Files;

/** Every option shows in the footer of a file. */
final class FileOptionsTest {
    private static final TopicPartition PARTITION = new TopicPartition("t", 0);
    private static final Schema INNER = SchemaBuilder.struct()
            .name("inner")
            .field("x", Schema.FLOAT64_SCHEMA)
            .build();
    private static final Schema SCHEMA = SchemaBuilder.struct()
            .name("lsst.r")
            .field("id", Schema.INT64_SCHEMA)
            .field("state", Schema.INT32_SCHEMA)
            .field("text", Schema.STRING_SCHEMA)
            .field(
                    "temp",
                    SchemaBuilder.float64()
                            .parameter("units", "deg_C")
                            .doc("of the air")
                            .build())
            .field(
                    "list",
                    SchemaBuilder.array(Schema.OPTIONAL_FLOAT64_SCHEMA)
                            .optional()
                            .build())
            .field("inner", INNER)
            .build();

    @TempDir
    Path root;

    private static SinkRecord record(long offset, int listLength) {
        List<Double> list = new ArrayList<>();
        LongStream.range(0, listLength).forEach(i -> list.add(i == 1 ? null : (double) i));
        Struct value = new Struct(SCHEMA)
                .put("id", offset * 1_000_003)
                .put("state", (int) (offset % 4))
                .put("text", "text" + offset % 3)
                .put("temp", offset / 3.0)
                .put("list", listLength < 0 ? null : list)
                .put("inner", new Struct(INNER).put("x", (double) offset));
        return RunningTask.record(PARTITION, offset, SCHEMA, value, 1_000);
    }

    private Path write(int records, String... settings) {
        try (RunningTask task = SinkTasks.start(root.toUri().toString(), settings)) {
            task.open(PARTITION);
            List<SinkRecord> batch = new ArrayList<>();
            for (int offset = 0; offset < records; offset++) {
                batch.add(record(offset, offset % 5 - 1));
            }
            task.put(batch);
            task.awaitCommitted();
        }
        assertThat(Files.below(root)).hasSize(1);
        return Files.below(root).get(0);
    }

    private static ColumnChunkMetaData column(Path file, String name) throws IOException {
        return Files.footer(file).getBlocks().get(0).getColumns().stream()
                .filter(column -> column.getPath().toDotString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void byDefaultEachColumnHasTheEncodingThatSuitsIt() throws Exception {
        Path file = write(2_000);
        assertThat(column(file, "temp").getEncodings()).contains(Encoding.BYTE_STREAM_SPLIT);
        assertThat(column(file, "id").getEncodings()).contains(Encoding.DELTA_BINARY_PACKED);
        assertThat(column(file, "state").getEncodings()).contains(Encoding.RLE_DICTIONARY);
        assertThat(column(file, "text").getEncodings()).contains(Encoding.RLE_DICTIONARY);
        assertThat(column(file, "temp").getCodec()).isEqualTo(CompressionCodecName.ZSTD);
        assertThat(column(file, "temp").getStatistics().hasNonNullValue()).isTrue();
        List<Map<String, Object>> seen = Files.duckdb("SELECT path_in_schema AS c, encodings AS e, compression AS z"
                + " FROM parquet_metadata('" + file + "') ORDER BY 1");
        assertThat(seen).hasSize(6).allMatch(row -> "ZSTD".equals(row.get("z")));
        assertThat(seen.toString()).contains("BYTE_STREAM_SPLIT").contains("DELTA_BINARY_PACKED");
        Map<String, String> pairs = Files.footer(file).getFileMetaData().getKeyValueMetaData();
        assertThat(pairs.get("efd.fields"))
                .contains("\"temp\":{\"units\":\"deg_C\",\"doc\":\"of the air\",\"source\":\"temp\"}");
        assertThat(pairs).containsEntry("efd.record", "lsst.r");
        assertThat(Files.duckdb("SELECT key::VARCHAR AS k FROM parquet_kv_metadata('" + file + "')")
                        .toString())
                .contains("efd.offset.last")
                .contains("parquet.avro.schema");
    }

    @Test
    @SuppressWarnings("deprecation") // the name of the encoding in files of version 1
    void whatIsSetForAllOrForSomeColumnsIsInTheFooter() throws Exception {
        Path file = write(
                2_000,
                "compression=snappy",
                "parquet.version=1",
                "parquet.float.encoding=plain",
                "parquet.columns=ids,lists",
                "parquet.columns.ids.match=id,sta*",
                "parquet.columns.ids.encoding=plain",
                "parquet.columns.ids.compression=gzip",
                "parquet.columns.ids.compression.level=9",
                "parquet.columns.ids.bloom=true",
                "parquet.columns.ids.bloom.ndv=2000",
                "parquet.columns.lists.match=list",
                "parquet.columns.lists.statistics=false",
                "parquet.columns.lists.encoding=byte_stream_split",
                "parquet.columns.lists.compression=lz4");
        assertThat(column(file, "temp").getCodec()).isEqualTo(CompressionCodecName.SNAPPY);
        assertThat(column(file, "temp").getEncodings())
                .contains(Encoding.PLAIN)
                .doesNotContain(Encoding.BYTE_STREAM_SPLIT);
        assertThat(column(file, "text").getEncodings()).contains(Encoding.PLAIN_DICTIONARY);
        assertThat(column(file, "id").getEncodings())
                .contains(Encoding.PLAIN)
                .doesNotContain(Encoding.PLAIN_DICTIONARY);
        assertThat(column(file, "id").getCodec()).isEqualTo(CompressionCodecName.GZIP);
        assertThat(column(file, "state").getCodec()).isEqualTo(CompressionCodecName.GZIP);
        assertThat(column(file, "id").getBloomFilterOffset()).isPositive();
        assertThat(column(file, "temp").getBloomFilterOffset()).isNegative();
        assertThat(column(file, "list.list.element").getCodec()).isEqualTo(CompressionCodecName.LZ4_RAW);
        assertThat(column(file, "list.list.element").getEncodings()).contains(Encoding.BYTE_STREAM_SPLIT);
        assertThat(column(file, "list.list.element").getStatistics().hasNonNullValue())
                .isFalse();
        assertThat(Files.duckdb("SELECT count(*) AS n FROM read_parquet('" + file + "') WHERE id = 1000003")
                        .get(0)
                        .get("n"))
                .isEqualTo(1L);
    }

    @Test
    void anEncodingThatDoesNotFitTheTypeFailsNamingTheColumn() {
        try (RunningTask task = SinkTasks.start(
                root.toUri().toString(),
                "parquet.columns=t",
                "parquet.columns.t.match=text",
                "parquet.columns.t.encoding=byte_stream_split")) {
            task.open(PARTITION);
            task.put(record(0, 0));
            assertThatThrownBy(task::awaitCommitted)
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("parquet.columns.t.encoding")
                    .hasMessageContaining("text");
        }
    }

    @Test
    void filteredReadsFindWhatFullScansFind() throws Exception {
        Path file = write(20_000, "parquet.page.bytes=4096");
        List<Long> all = new ArrayList<>();
        for (GenericRecord row : Files.records(file)) {
            if ((Double) row.get("temp") >= 4_000 && (Double) row.get("temp") < 4_010) {
                all.add((Long) row.get("id"));
            }
        }
        List<Long> filtered = new ArrayList<>();
        try (ParquetReader<GenericRecord> reader = AvroParquetReader.<GenericRecord>builder(new LocalInputFile(file))
                .withFilter(FilterCompat.get(FilterApi.and(
                        FilterApi.gtEq(FilterApi.doubleColumn("temp"), 4_000.0),
                        FilterApi.lt(FilterApi.doubleColumn("temp"), 4_010.0))))
                .build()) {
            for (GenericRecord row = reader.read(); row != null; row = reader.read()) {
                filtered.add((Long) row.get("id"));
            }
        }
        assertThat(filtered).isEqualTo(all).hasSize(30);
        assertThat(column(file, "list.list.element").getColumnIndexReference()).isNotNull();
    }

    @Test
    void flattenedArraysGrowWithTheLongestAndStructsWithThem() throws Exception {
        try (RunningTask task =
                SinkTasks.start(root.toUri().toString(), "array.mode=flatten", "metadata.columns=offset")) {
            task.open(PARTITION);
            task.put(record(0, 1), record(1, -1), record(2, 4), record(3, 2));
            task.awaitCommitted();
        }
        List<GenericRecord> rows = Files.records(Files.below(root).get(0));
        assertThat(rows).extracting(row -> row.get("_kafka_offset")).containsExactly(0L, 1L, 2L, 3L);
        assertThat(rows).extracting(row -> row.get("list0")).containsExactly(0.0, null, 0.0, 0.0);
        assertThat(rows).extracting(row -> row.get("list3")).containsExactly(null, null, 3.0, null);
        assertThat(rows).extracting(row -> row.get("list1")).containsOnlyNulls();
        assertThat(rows).extracting(row -> row.get("inner_x")).containsExactly(0.0, 1.0, 2.0, 3.0);
    }

    @Test
    void listsBecomeTextOrNothingAndStructsColumnsWhereThatIsWanted() throws Exception {
        Path asText = write(3, "array.mode=json", "structs.flatten=true");
        GenericRecord row = Files.records(asText).get(2);
        assertThat(String.valueOf(row.get("list"))).isEqualTo("[0.0]");
        assertThat(row.get("inner_x")).isEqualTo(2.0);
        java.nio.file.Files.delete(asText);
        Path without = write(3, "array.mode=skip", "fields.exclude=inner,text");
        assertThat(Files.records(without).get(0).getSchema().getFields())
                .extracting(field -> field.name())
                .containsExactly("id", "state", "temp");
    }

    @Test
    void whatKafkaKnowsBecomesColumns() throws Exception {
        try (RunningTask task = SinkTasks.start(
                root.toUri().toString(), "metadata.columns=topic,partition,offset,timestamp,key,headers")) {
            task.open(PARTITION);
            SinkRecord plain = record(5, 0);
            SinkRecord record =
                    plain.newRecord("t", 0, Schema.STRING_SCHEMA, "k", SCHEMA, plain.value(), 1_700_000_000_123L);
            record.headers().addString("site", "summit").addBytes("raw", new byte[] {1, 2});
            task.put(record);
            task.awaitCommitted();
        }
        List<Map<String, Object>> rows =
                Files.duckdb("SELECT _kafka_topic AS t, _kafka_partition AS p, _kafka_offset AS o,"
                        + " epoch_ms(_kafka_timestamp) AS ms, _kafka_key AS k, _kafka_headers['site'] AS s, _kafka_headers['raw'] AS r"
                        + " FROM read_parquet('" + Files.below(root).get(0) + "')");
        assertThat(rows.get(0))
                .containsEntry("t", "t")
                .containsEntry("p", 0)
                .containsEntry("o", 5L)
                .containsEntry("ms", 1_700_000_000_123L)
                .containsEntry("k", "k")
                .containsEntry("s", "summit")
                .containsEntry("r", "\"AQI=\"");
    }

    @Test
    void twoSchemasThatAlternateMakeTwoFiles() throws Exception {
        Schema other = SchemaBuilder.struct()
                .name("lsst.r")
                .field("id", Schema.INT64_SCHEMA)
                .build();
        try (RunningTask task = SinkTasks.start(root.toUri().toString())) {
            task.open(PARTITION);
            List<SinkRecord> batch = new ArrayList<>();
            for (long offset = 0; offset < 10_000; offset++) {
                batch.add(
                        offset % 2 == 0
                                ? record(offset, 0)
                                : RunningTask.record(
                                        PARTITION, offset, other, new Struct(other).put("id", offset), 1_000));
            }
            task.put(batch);
            task.awaitCommitted();
        }
        assertThat(Files.below(root)).hasSize(2);
        for (Path file : Files.below(root)) {
            assertThat(Files.records(file)).hasSize(5_000);
        }
    }
}
