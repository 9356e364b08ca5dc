package org.lsst.efd.connect.parquet.files;

import java.io.IOException;
import java.util.Optional;
import org.apache.parquet.io.InputFile;
import org.lsst.efd.connect.parquet.rows.RowShape;

/** A file format. Thread-safe. */
public interface FileFormat {
    /** With the dot. */
    String extension();

    /**
     * An encoder for one file.
     *
     * @param begun what is known of the file as yet; numbers that change may be anything
     */
    RowEncoder encoder(RowShape shape, StagedFile into, FileFacts begun);

    /**
     * What a published file of this format says is told.
     *
     * @return empty if it is not a file of this sink
     * @throws IOException if it cannot be read for now
     */
    Optional<FileFacts.Told> read(InputFile file) throws IOException;
}
