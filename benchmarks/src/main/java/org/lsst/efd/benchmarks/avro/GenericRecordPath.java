package org.lsst.efd.benchmarks.avro;

import io.apicurio.registry.utils.converter.avro.AvroData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.SeekableByteArrayInput;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.registry.WireFormat;

/** The peers' path: Avro's generic reader or writer, and a conversion between generic records and Connect data. */
final class GenericRecordPath {
    private final Schema schema;
    private final GenericDatumReader<GenericRecord> reader;
    private final GenericDatumWriter<Object> writer;
    private final AvroData avroData = new AvroData(1_000);
    private final org.apache.kafka.connect.data.Schema connectSchema;
    private @Nullable BinaryDecoder decoder;
    private @Nullable BinaryEncoder encoder;

    GenericRecordPath(Schema schema) {
        this.schema = schema;
        reader = new GenericDatumReader<>(schema);
        writer = new GenericDatumWriter<>(schema);
        connectSchema = avroData.toConnectSchema(schema);
    }

    /** Decodes a registered message the way Confluent's converter does. */
    SchemaAndValue decodeWithAvroData(byte[] message) throws IOException {
        return avroData.toConnectData(schema, read(message));
    }

    /** Decodes a registered message by the plainest walk over the generic record. */
    Struct decodeWithWalk(byte[] message) throws IOException {
        return struct(connectSchema, read(message));
    }

    private GenericRecord read(byte[] message) throws IOException {
        int bodyLength = message.length - WireFormat.PREFIX_BYTES;
        decoder = DecoderFactory.get().binaryDecoder(message, WireFormat.PREFIX_BYTES, bodyLength, decoder);
        return reader.read(null, decoder);
    }

    /** Decodes a message that is an Object Container File. */
    SchemaAndValue decodeFile(byte[] message) throws IOException {
        try (DataFileReader<GenericRecord> file =
                new DataFileReader<>(new SeekableByteArrayInput(message), new GenericDatumReader<>())) {
            return avroData.toConnectData(schema, file.next());
        }
    }

    /** Encodes Connect data as a registered message. */
    byte[] encode(SchemaAndValue data, int id) throws IOException {
        Object generic = avroData.fromConnectData(data.schema(), data.value());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        encoder = EncoderFactory.get().directBinaryEncoder(bytes, encoder);
        writer.write(generic, encoder);
        encoder.flush();
        return WireFormat.frame(id, bytes.toByteArray());
    }

    private static Struct struct(org.apache.kafka.connect.data.Schema schema, GenericRecord record) {
        Struct struct = new Struct(schema);
        for (Field field : schema.fields()) {
            struct.put(field, value(field.schema(), record.get(field.index())));
        }
        return struct;
    }

    private static @Nullable Object value(org.apache.kafka.connect.data.Schema schema, @Nullable Object value) {
        if (value instanceof CharSequence text) {
            return text.toString();
        }
        if (value instanceof GenericRecord record) {
            return struct(schema, record);
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>(list.size());
            list.forEach(element -> copy.add(value(schema.valueSchema(), element)));
            return copy;
        }
        return value;
    }
}
