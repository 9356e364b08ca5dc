package org.lsst.efd.integration.replication;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.lsst.efd.registry.Deleted;
import org.lsst.efd.registry.Outcome;
import org.lsst.efd.registry.RegisteredSchema;
import org.lsst.efd.registry.RegistryClient;
import org.lsst.efd.registry.RegistryOptions;
import org.lsst.efd.registry.RegistrySchema;
import org.lsst.efd.registry.SchemaReference;
import org.lsst.efd.registry.WireFormat;

/** The registry of one site: what producers and readers there do with it, by Avro's own classes. Thread-safe. */
final class Schemas implements AutoCloseable {
    private final RegistryClient client;

    Schemas(String url) {
        client = RegistryClient.open(RegistryOptions.of(URI.create(url)));
    }

    /** Registers schemas that nobody uses, so that the ids which follow mean something else than at another site. */
    void occupy(int ids) {
        for (int number = 0; number < ids; number++) {
            register("occupied-" + number, record("Occupied" + number, "x" + number));
        }
    }

    /** The text of a record with fields of type long. */
    static String record(String name, String... fields) {
        List<String> texts = List.of(fields).stream()
                .map(field -> "{\"name\": \"" + field + "\", \"type\": \"long\",  \"units\": \"µm\", \"default\": 0}")
                .toList();
        return "{\"type\": \"record\", \"name\": \"" + name + "\", \"fields\": [" + String.join(",", texts) + "]}";
    }

    int register(String subject, String text) {
        return register(subject, RegistrySchema.avro(text));
    }

    int register(String subject, String text, SchemaReference reference) {
        return register(subject, RegistrySchema.avro(text, List.of(reference)));
    }

    int register(String subject, RegistrySchema schema) {
        return found("registering " + subject, client.register(subject, schema, false));
    }

    /** One version of a subject. */
    RegisteredSchema version(String subject, int version) {
        return found("version " + version + " of " + subject, client.version(subject, version));
    }

    /** An Avro schema, with what it refers to here, that need not be registered yet. */
    Schema parse(RegistrySchema schema) {
        return found("a schema", client.parse(schema));
    }

    /** The schema with this id as it was registered, character by character. */
    RegistrySchema text(int id) {
        return found("schema " + id, client.schemaById(id));
    }

    Schema schema(int id) {
        return found("schema " + id, client.avroSchema(id));
    }

    /** The versions of a subject. */
    List<Integer> versions(String subject) {
        return found(subject, client.versions(subject, Deleted.LEFT_OUT));
    }

    /** A message as a serializer makes it. */
    byte[] encode(int id, Object value) {
        return WireFormat.frame(id, body(schema(id), value));
    }

    /** A value in Avro, without an id before it. */
    static byte[] body(Schema schema, Object value) {
        try {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(body, null);
            new GenericDatumWriter<>(schema).write(value, encoder);
            encoder.flush();
            return body.toByteArray();
        } catch (IOException e) {
            throw new AssertionError("no file is involved", e);
        }
    }

    /** The value of a message as a deserializer reads it. */
    Object decode(byte[] message) {
        Schema schema = schema(WireFormat.schemaId(message));
        try {
            int length = message.length - WireFormat.PREFIX_BYTES;
            return new GenericDatumReader<>(schema)
                    .read(null, DecoderFactory.get().binaryDecoder(message, WireFormat.PREFIX_BYTES, length, null));
        } catch (IOException e) {
            throw new AssertionError("a message does not fit its schema " + schema.getFullName(), e);
        }
    }

    private static <T> T found(String what, Outcome<T> outcome) {
        if (outcome instanceof Outcome.Found<T> found) {
            return found.value();
        }
        throw new AssertionError(what + ": " + outcome);
    }

    @Override
    public void close() {
        client.close();
    }
}
