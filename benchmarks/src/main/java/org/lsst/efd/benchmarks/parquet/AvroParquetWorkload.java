package org.lsst.efd.benchmarks.parquet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.lsst.efd.benchmarks.harness.Workload;

/**
 * What the other connectors do: each struct becomes a {@code GenericRecord}, which a writer of parquet-avro for each file
 * takes apart again; pages of 64 KiB, dictionaries, Hadoop's local file system.
 */
final class AvroParquetWorkload implements Workload {
    private static final int PAGE_BYTES = 64 * 1024;

    private final Load load;
    private final List<Struct> values;
    private final List<TopicPartition> partitions;
    private final Schema schema;
    private final WrittenFiles files = new WrittenFiles();
    private long round;

    AvroParquetWorkload(Load load) throws IOException {
        this.load = load;
        this.values = load.values();
        this.partitions = load.partitions();
        this.schema = avro(load.kind().schema());
    }

    /** The Avro schema of the flat schemas of this comparison. */
    static Schema avro(org.apache.kafka.connect.data.Schema source) {
        List<Schema.Field> fields = new ArrayList<>();
        for (Field field : source.fields()) {
            Schema type =
                    switch (field.schema().type()) {
                        case FLOAT64 -> Schema.create(Schema.Type.DOUBLE);
                        case INT64 -> Schema.create(Schema.Type.LONG);
                        case INT32 -> Schema.create(Schema.Type.INT);
                        case BOOLEAN -> Schema.create(Schema.Type.BOOLEAN);
                        case ARRAY -> SchemaBuilder.array().items().doubleType();
                        default -> Schema.create(Schema.Type.STRING);
                    };
            fields.add(new Schema.Field(field.name(), type));
        }
        return Schema.createRecord(source.name(), null, null, false, fields);
    }

    static GenericRecord record(Schema schema, Struct value) {
        GenericRecord record = new GenericData.Record(schema);
        for (Field field : value.schema().fields()) {
            record.put(field.index(), value.get(field));
        }
        return record;
    }

    static ParquetWriter<GenericRecord> writer(Path file, Schema schema, CompressionCodecName codec)
            throws IOException {
        Configuration configuration = new Configuration();
        return AvroParquetWriter.<GenericRecord>builder(
                        HadoopOutputFile.fromPath(new org.apache.hadoop.fs.Path(file.toUri()), configuration))
                .withConf(configuration)
                .withSchema(schema)
                .withCompressionCodec(codec)
                .withPageSize(PAGE_BYTES)
                .withDictionaryEncoding(true)
                .build();
    }

    @Override
    public Volume run() throws IOException {
        files.clear();
        round++;
        List<ParquetWriter<GenericRecord>> writers = new ArrayList<>();
        for (TopicPartition partition : partitions) {
            writers.add(writer(
                    files.root().resolve(partition.topic() + "-" + round + ".parquet"),
                    schema,
                    CompressionCodecName.valueOf(load.codec().name())));
        }
        for (int row = 0; row < load.rowsOfTopic(); row += load.run()) {
            int end = Math.min(row + load.run(), load.rowsOfTopic());
            for (int topic = 0; topic < load.topics(); topic++) {
                for (int at = row; at < end; at++) {
                    Struct value = (Struct) Load.record(partitions.get(topic), at, load.value(values, topic, at))
                            .value();
                    writers.get(topic).write(record(schema, value));
                }
            }
        }
        for (ParquetWriter<GenericRecord> writer : writers) {
            writer.close();
        }
        return new Volume(load.rows(), files.bytes());
    }

    @Override
    public void stop() throws IOException {
        for (Path crc : checksums()) {
            java.nio.file.Files.delete(crc);
        }
        files.checkAndRemove(load.topics(), load.rows());
    }

    private List<Path> checksums() throws IOException {
        try (var all = java.nio.file.Files.list(files.root())) {
            return all.filter(file -> file.toString().endsWith(".crc")).toList();
        }
    }
}
