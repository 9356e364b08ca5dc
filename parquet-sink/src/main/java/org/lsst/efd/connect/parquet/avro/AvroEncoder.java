package org.lsst.efd.connect.parquet.avro;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.parquet.files.FileFacts;
import org.lsst.efd.connect.parquet.files.RowEncoder;
import org.lsst.efd.connect.parquet.files.StagedFile;
import org.lsst.efd.connect.parquet.rows.Node;
import org.lsst.efd.connect.parquet.rows.RowBuffer;

/**
 * Encodes rows as an Avro Object Container File.
 *
 * <p>The header stands first but says what only the end of the file knows: it is written with numbers of a fixed width,
 * and again when they are known.
 */
final class AvroEncoder implements RowEncoder {
    private static final int BLOCK_BYTES = 65_536;
    private static final int SYNC_BYTES = 16;

    private final String recordName;
    private final List<Node> fields;
    private final CodecFactory codec;
    private final StagedFile into;
    private final FileFacts begun;
    private final byte[] sync = newSync();
    private final BinaryBlock row = new BinaryBlock();
    private @Nullable DataFileWriter<Object> writer;

    AvroEncoder(String recordName, List<Node> fields, CodecFactory codec, StagedFile into, FileFacts begun) {
        this.recordName = recordName;
        this.fields = fields;
        this.codec = codec;
        this.into = into;
        this.begun = begun;
    }

    private static byte[] newSync() {
        UUID random = UUID.randomUUID();
        return ByteBuffer.allocate(SYNC_BYTES)
                .putLong(random.getMostSignificantBits())
                .putLong(random.getLeastSignificantBits())
                .array();
    }

    @Override
    public void write(RowBuffer rows) {
        try {
            DataFileWriter<Object> file = open();
            RowCursor cursor = new RowCursor(rows, row);
            for (int i = 0; i < rows.rows(); i++) {
                fields.forEach(cursor::write);
                file.appendEncoded(ByteBuffer.wrap(row.array(), 0, row.size()));
                row.clear();
            }
            file.flush();
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory does not fail", impossible);
        }
    }

    private DataFileWriter<Object> open() throws IOException {
        DataFileWriter<Object> known = writer;
        if (known == null) {
            known = begin(begun, new OutputStream() {
                @Override
                public void write(int b) {
                    into.write(b);
                }

                @Override
                public void write(byte[] bytes, int from, int length) {
                    into.write(bytes, from, length);
                }
            });
            writer = known;
        }
        return known;
    }

    private DataFileWriter<Object> begin(FileFacts facts, OutputStream out) throws IOException {
        Schema schema = AvroSchema.of(recordName, fields);
        DataFileWriter<Object> file = new DataFileWriter<>(new GenericDatumWriter<>(schema));
        file.setCodec(codec).setSyncInterval(BLOCK_BYTES);
        facts.asKeyValues().forEach(file::setMeta);
        return file.create(schema, out, sync);
    }

    @Override
    public void finish(FileFacts facts) {
        try {
            open().close();
            ByteArrayOutputStream header = new ByteArrayOutputStream();
            begin(facts, header).close();
            into.patchBegin(header.toByteArray());
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory does not fail", impossible);
        }
    }
}
