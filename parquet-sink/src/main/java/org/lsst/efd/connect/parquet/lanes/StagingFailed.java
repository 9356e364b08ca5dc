package org.lsst.efd.connect.parquet.lanes;

import java.io.IOException;

/** The local disk does not take a staged file: it is full, or broken. */
final class StagingFailed extends IOException {
    StagingFailed(String message, IOException cause) {
        super(message, cause);
    }
}
