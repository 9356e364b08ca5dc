package org.lsst.efd.connect.parquet.avro;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.InvalidAvroMagicException;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.parquet.io.InputFile;
import org.lsst.efd.connect.parquet.files.FileFacts;
import org.lsst.efd.connect.parquet.files.FileFormat;
import org.lsst.efd.connect.parquet.files.RowEncoder;
import org.lsst.efd.connect.parquet.files.StagedFile;
import org.lsst.efd.connect.parquet.rows.RowShape;

/** Avro Object Container Files. */
public final class AvroFormat implements FileFormat {
    private final CodecFactory codec;

    /** Files compressed so. */
    public AvroFormat(AvroCodec codec, int level) {
        this.codec = codec.at(level);
    }

    @Override
    public String extension() {
        return ".avro";
    }

    @Override
    public RowEncoder encoder(RowShape shape, StagedFile into, FileFacts begun) {
        return new AvroEncoder(shape.recordName(), shape.fields(), codec, into, begun);
    }

    @Override
    public Optional<FileFacts.Told> read(InputFile file) throws IOException {
        try (InputStream bytes = file.newStream();
                DataFileStream<Object> reader = new DataFileStream<>(bytes, new GenericDatumReader<>())) {
            Map<String, String> pairs = new HashMap<>();
            for (String key : reader.getMetaKeys()) {
                if (key.startsWith("efd.")) {
                    pairs.put(key, reader.getMetaString(key));
                }
            }
            return FileFacts.told(pairs);
        } catch (InvalidAvroMagicException | AvroRuntimeException noAvro) {
            return Optional.empty();
        }
    }
}
