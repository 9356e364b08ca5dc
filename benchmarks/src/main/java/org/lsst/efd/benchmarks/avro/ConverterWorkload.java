package org.lsst.efd.benchmarks.avro;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.benchmarks.harness.Workload;
import org.lsst.efd.connect.avro.AvroConverter;
import org.lsst.efd.registry.InTestRegistry;
import org.lsst.efd.registry.WireFormat;

/** Decodes or encodes the records of one shape, one after the other; all ways see the same messages. */
final class ConverterWorkload implements Workload {
    private static final String TOPIC = "benchmark";

    private final List<byte[]> messages;
    private final OneRecord oneRecord;
    private final AutoCloseable resources;
    private final Volume volume;

    /** Handles the record of one message, given its position and bytes; the result must not be null. */
    @FunctionalInterface
    private interface OneRecord {
        @Nullable
        Object handle(int index, byte[] message) throws Exception;
    }

    private ConverterWorkload(List<byte[]> messages, OneRecord oneRecord, AutoCloseable resources) {
        this.messages = messages;
        this.oneRecord = oneRecord;
        this.resources = resources;
        this.volume = new Volume(
                messages.size(),
                messages.stream().mapToLong(message -> message.length).sum());
    }

    static ConverterWorkload decodingByOurs(Shape shape, Map<String, String> settings) throws Exception {
        Registered registered = new Registered(shape);
        AvroConverter converter = registered.converter(settings);
        return new ConverterWorkload(
                registered.messages(),
                (index, message) -> converter.toConnectData(TOPIC, message).value(),
                registered);
    }

    static ConverterWorkload decodingByAvroData(Shape shape) throws Exception {
        Registered registered = new Registered(shape);
        GenericRecordPath peer = new GenericRecordPath(shape.schema());
        return new ConverterWorkload(
                registered.messages(),
                (index, message) -> peer.decodeWithAvroData(message).value(),
                registered);
    }

    static ConverterWorkload decodingByWalk(Shape shape) throws Exception {
        Registered registered = new Registered(shape);
        GenericRecordPath peer = new GenericRecordPath(shape.schema());
        return new ConverterWorkload(
                registered.messages(), (index, message) -> peer.decodeWithWalk(message), registered);
    }

    static ConverterWorkload encodingByOurs(Shape shape) throws Exception {
        Registered registered = new Registered(shape);
        AvroConverter converter = registered.converter(Map.of());
        List<SchemaAndValue> data = registered.decoded(converter);
        return new ConverterWorkload(
                registered.messages(),
                (index, message) -> converter.fromConnectData(
                        TOPIC, data.get(index).schema(), data.get(index).value()),
                registered);
    }

    static ConverterWorkload encodingByAvroData(Shape shape) throws Exception {
        Registered registered = new Registered(shape);
        List<SchemaAndValue> data = registered.decoded(registered.converter(Map.of()));
        GenericRecordPath peer = new GenericRecordPath(shape.schema());
        return new ConverterWorkload(
                registered.messages(), (index, message) -> peer.encode(data.get(index), registered.id()), registered);
    }

    static ConverterWorkload inlineByOurs(Shape shape) throws Exception {
        AvroConverter converter = new AvroConverter();
        converter.configure(Map.of("framing", "inline"), false);
        return new ConverterWorkload(
                files(shape),
                (index, message) -> converter.toConnectData(TOPIC, message).value(),
                converter);
    }

    static ConverterWorkload inlineByDataFileReader(Shape shape) throws Exception {
        GenericRecordPath peer = new GenericRecordPath(shape.schema());
        return new ConverterWorkload(
                files(shape), (index, message) -> peer.decodeFile(message).value(), () -> {});
    }

    private static List<byte[]> files(Shape shape) throws Exception {
        List<byte[]> files = new ArrayList<>();
        for (GenericRecord record : shape.records()) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (DataFileWriter<GenericRecord> writer =
                    new DataFileWriter<>(new GenericDatumWriter<GenericRecord>(shape.schema()))) {
                writer.create(shape.schema(), bytes);
                writer.append(record);
            }
            files.add(bytes.toByteArray());
        }
        return files;
    }

    @Override
    public Volume run() throws Exception {
        for (int i = 0; i < messages.size(); i++) {
            if (oneRecord.handle(i, messages.get(i)) == null) {
                throw new IllegalStateException("record " + i + " came out as null");
            }
        }
        return volume;
    }

    @Override
    public void stop() throws Exception {
        resources.close();
    }

    /** The records of a shape as registered messages, and the registry that holds their schema. */
    private static final class Registered implements AutoCloseable {
        private final InTestRegistry registry = InTestRegistry.start();
        private final int id;
        private final List<byte[]> messages;

        Registered(Shape shape) {
            id = registry.register(TOPIC + "-value", shape.schema().toString());
            messages = shape.bodies().stream()
                    .map(body -> WireFormat.frame(id, body))
                    .toList();
        }

        int id() {
            return id;
        }

        List<byte[]> messages() {
            return messages;
        }

        AvroConverter converter(Map<String, String> settings) {
            Map<String, String> configuration = new HashMap<>(settings);
            configuration.put("schema.registry.url", registry.url().toString());
            AvroConverter converter = new AvroConverter();
            converter.configure(configuration, false);
            return converter;
        }

        List<SchemaAndValue> decoded(AvroConverter converter) {
            return messages.stream()
                    .map(message -> converter.toConnectData(TOPIC, message))
                    .toList();
        }

        @Override
        public void close() {
            registry.close();
        }
    }
}
