package org.lsst.efd.connect.parquet.columnar;

import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.lsst.efd.connect.parquet.files.StagedFile;

/** A staged file as parquet-mr writes files. */
final class StagedOutput implements OutputFile {
    private final StagedFile file;

    StagedOutput(StagedFile file) {
        this.file = file;
    }

    @Override
    public PositionOutputStream create(long blockSizeHint) {
        return new PositionOutputStream() {
            @Override
            public long getPos() {
                return file.size();
            }

            @Override
            public void write(int b) {
                file.write(b);
            }

            @Override
            public void write(byte[] bytes, int from, int length) {
                file.write(bytes, from, length);
            }
        };
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) {
        return create(blockSizeHint);
    }

    @Override
    public boolean supportsBlockSize() {
        return false;
    }

    @Override
    public long defaultBlockSize() {
        return 0;
    }
}
