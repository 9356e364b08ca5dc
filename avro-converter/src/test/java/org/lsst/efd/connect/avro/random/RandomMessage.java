package org.lsst.efd.connect.avro.random;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/** Messages as Avro's own library writes and reads them. */
public final class RandomMessage {
    private RandomMessage() {}

    /** The binary encoding. */
    public static byte[] binary(Schema schema, @Nullable Object datum) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
            new GenericDatumWriter<@Nullable Object>(schema).write(datum, encoder);
            encoder.flush();
            return bytes.toByteArray();
        } catch (IOException neverInMemory) {
            throw new UncheckedIOException(neverInMemory);
        }
    }

    /** What Avro reads from the binary encoding. */
    public static Object read(Schema schema, byte[] bytes) {
        try {
            return new GenericDatumReader<>(schema)
                    .read(null, DecoderFactory.get().binaryDecoder(bytes, null));
        } catch (IOException neverInMemory) {
            throw new UncheckedIOException(neverInMemory);
        }
    }

    /** The single-object encoding. */
    public static byte[] singleObject(Schema schema, @Nullable Object datum) {
        byte[] body = binary(schema, datum);
        return ByteBuffer.allocate(10 + body.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 0xC3)
                .put((byte) 1)
                .putLong(SchemaNormalization.parsingFingerprint64(schema))
                .put(body)
                .array();
    }

    /** An Object Container File with one record. */
    public static byte[] containerFile(Schema schema, @Nullable Object datum, String codec) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataFileWriter<@Nullable Object> writer = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
            writer.setCodec(CodecFactory.fromString(codec)).create(schema, bytes);
            writer.append(datum);
        } catch (IOException neverInMemory) {
            throw new UncheckedIOException(neverInMemory);
        }
        return bytes.toByteArray();
    }
}
