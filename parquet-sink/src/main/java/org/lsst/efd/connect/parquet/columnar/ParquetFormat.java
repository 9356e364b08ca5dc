package org.lsst.efd.connect.parquet.columnar;

import java.io.IOException;
import java.util.Optional;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.InputFile;
import org.lsst.efd.connect.parquet.files.FileFacts;
import org.lsst.efd.connect.parquet.files.FileFormat;
import org.lsst.efd.connect.parquet.files.RowEncoder;
import org.lsst.efd.connect.parquet.files.StagedFile;
import org.lsst.efd.connect.parquet.rows.RowShape;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Parquet files. */
public final class ParquetFormat implements FileFormat {
    private static final Logger LOG = LoggerFactory.getLogger(ParquetFormat.class);

    private final ParquetRules rules;

    /** Files under these rules. */
    public ParquetFormat(ParquetRules rules) {
        this.rules = rules;
    }

    @Override
    public String extension() {
        return ".parquet";
    }

    @Override
    public RowEncoder encoder(RowShape shape, StagedFile into, FileFacts begun) {
        return new ParquetEncoder(shape.recordName(), shape.fields(), rules, into);
    }

    @Override
    public Optional<FileFacts.Told> read(InputFile file) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(file)) {
            return FileFacts.told(reader.getFileMetaData().getKeyValueMetaData());
        } catch (RuntimeException noParquet) {
            LOG.debug("{} cannot be read as Parquet", file, noParquet);
            return Optional.empty();
        }
    }
}
