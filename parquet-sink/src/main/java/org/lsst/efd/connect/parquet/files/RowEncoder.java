package org.lsst.efd.connect.parquet.files;

import org.lsst.efd.connect.parquet.rows.RowBuffer;

/** Turns the rows of one file into bytes of a {@link StagedFile}. One thread at a time. */
public interface RowEncoder {
    /** Encodes rows: a row group, or blocks. Nothing is written to disk by it. */
    void write(RowBuffer rows);

    /** Ends the file, with what it says of itself. */
    void finish(FileFacts facts);
}
