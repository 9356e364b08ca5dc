package org.lsst.efd.connect.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.flatten.Flattener;
import org.lsst.efd.connect.common.sink.OutgoingRecord;
import org.lsst.efd.connect.common.sink.RunningTask;
import org.lsst.efd.connect.parquet.avro.AvroCodec;
import org.lsst.efd.connect.parquet.avro.AvroFormat;
import org.lsst.efd.connect.parquet.columnar.Codec;
import org.lsst.efd.connect.parquet.columnar.Compression;
import org.lsst.efd.connect.parquet.columnar.ParquetFormat;
import org.lsst.efd.connect.parquet.columnar.ParquetRules;
import org.lsst.efd.connect.parquet.columnar.ValueEncoding;
import org.lsst.efd.connect.parquet.files.FileFacts;
import org.lsst.efd.connect.parquet.files.FileFormat;
import org.lsst.efd.connect.parquet.files.RowEncoder;
import org.lsst.efd.connect.parquet.files.StagedFile;
import org.lsst.efd.connect.parquet.read.Plain;
import org.lsst.efd.connect.parquet.read.RandomRecords;
import org.lsst.efd.connect.parquet.rows.ArrayHandling;
import org.lsst.efd.connect.parquet.rows.RowBuffer;
import org.lsst.efd.connect.parquet.rows.RowShape;
import org.lsst.efd.connect.parquet.rows.RowSource;
import org.lsst.efd.connect.parquet.rows.ShapeRules;

/** Arbitrary schemas and values come back as they were, by readers that are not ours. */
final class RoundTripPropertyTest {
    private static final TopicPartition PARTITION = new TopicPartition("t", 0);
    private static final FileFacts FACTS = new FileFacts("t", 0, 3, 7, 4, 1_000, "c", "1");

    @Property(tries = 60)
    void parquetComesBackByAvroAndByDuckDb(@ForAll long seed) throws IOException, SQLException {
        Random random = new Random(seed);
        Written written = write(seed, parquet(random));
        try {
            assertThat(written.byAvro()).isEqualTo(written.expected);
            List<@Nullable Object> byDuckDb = new ArrayList<>();
            for (Map<String, Object> row :
                    org.lsst.efd.connect.parquet.read.Files.duckdb("SELECT row AS r FROM (SELECT struct_pack("
                            + packed(written) + ") AS row FROM read_parquet('" + written.file + "'))")) {
                byDuckDb.add(Plain.ofDuckDb(written.schema, row.get("r")));
            }
            assertThat(byDuckDb).isEqualTo(written.expected);
        } finally {
            written.delete();
        }
    }

    private static String packed(Written written) {
        StringBuilder fields = new StringBuilder();
        new RowShape("t", written.schema, "f", rules()).fields().forEach(field -> fields.append(
                        fields.isEmpty() ? "" : ", ")
                .append("f")
                .append(fields.length())
                .append(" := \"")
                .append(field.place().name())
                .append('"'));
        return fields.toString();
    }

    @Property(tries = 60)
    void avroComesBackByAvro(@ForAll long seed) throws IOException {
        AvroCodec[] codecs = AvroCodec.values();
        Written written = write(seed, new AvroFormat(codecs[new Random(seed).nextInt(codecs.length)], 3));
        try {
            assertThat(written.byAvro()).isEqualTo(written.expected);
        } finally {
            written.delete();
        }
    }

    private record Written(Schema schema, Path file, List<@Nullable Object> expected) {
        /** With the directory that it has for itself. */
        void delete() throws IOException {
            Files.delete(file);
            Files.delete(Objects.requireNonNull(file.getParent()));
        }

        List<@Nullable Object> byAvro() throws IOException {
            List<@Nullable Object> values = new ArrayList<>();
            for (GenericRecord record : org.lsst.efd.connect.parquet.read.Files.records(file)) {
                values.add(Plain.ofAvro(schema, record));
            }
            return values;
        }
    }

    private static ShapeRules rules() {
        return new ShapeRules(ArrayHandling.LIST, false, Flattener.standard(), List.of());
    }

    private static FileFormat parquet(Random random) {
        ValueEncoding[] floats = {ValueEncoding.PLAIN, ValueEncoding.DICTIONARY, ValueEncoding.BYTE_STREAM_SPLIT};
        Codec[] codecs = Codec.values();
        return new ParquetFormat(new ParquetRules(
                new Compression(codecs[random.nextInt(codecs.length)], 3),
                random.nextBoolean() ? 1 << 20 : 1024,
                random.nextBoolean(),
                floats[random.nextInt(floats.length)],
                List.of()));
    }

    /** Some rows are dropped from the begin, some records are bad, and rows come in one or more groups. */
    private static Written write(long seed, FileFormat format) throws IOException {
        Random random = new Random(seed);
        RandomRecords records = new RandomRecords(seed);
        Schema schema = records.record();
        RowShape shape = new RowShape("t", schema, "f", rules());
        StagedFile staged =
                new StagedFile(Files.createTempDirectory("parquet-test").resolve("file" + format.extension()));
        RowEncoder encoder = format.encoder(shape, staged, FACTS);
        List<@Nullable Object> expected = new ArrayList<>();
        int groups = 1 + random.nextInt(3);
        for (int group = 0; group < groups; group++) {
            RowBuffer rows = shape.newBuffer();
            int dropped = random.nextInt(3);
            int kept = 1 + random.nextInt(random.nextInt(10) == 0 ? 2000 : 30);
            for (int row = 0; row < dropped + kept; row++) {
                Struct value = (Struct) Objects.requireNonNull(records.value(schema));
                appendBad(shape, rows, value);
                shape.append(source(value, schema), rows);
                if (row >= dropped) {
                    expected.add(Plain.ofConnect(schema, value));
                }
            }
            rows.dropFirst(dropped);
            encoder.write(rows);
            if (random.nextBoolean()) {
                staged.drain();
            }
        }
        encoder.finish(FACTS);
        staged.drain();
        staged.drain();
        assertThat(Files.size(staged.path())).isEqualTo(staged.size());
        assertThat(format.read(new org.apache.parquet.io.LocalInputFile(staged.path())))
                .contains(new FileFacts.Told(7, 1_000));
        return new Written(schema, staged.path(), expected);
    }

    /** A record whose last required field is null takes nothing into the buffer. */
    private static void appendBad(RowShape shape, RowBuffer rows, Struct good) {
        List<Field> fields = good.schema().fields();
        Field last = fields.get(fields.size() - 1);
        if (!last.schema().isOptional()) {
            Struct empty = new Struct(good.schema());
            fields.subList(0, fields.size() - 1).forEach(field -> empty.put(field, good.get(field)));
            assertThatThrownBy(() -> shape.append(source(empty, good.schema()), rows))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("is null, but required");
        }
    }

    private static RowSource source(Object value, Schema schema) {
        return new RowSource(
                OutgoingRecord.passing(RunningTask.record(PARTITION, 3, schema, value, 1_000), PARTITION), 0);
    }
}
