package org.lsst.efd.connect.parquet.store;

import java.nio.file.Path;

/**
 * A staged file.
 *
 * @param file on the local disk
 */
public record StagedName(Path file) {
    /** Its plain name, unique among all tasks. */
    String name() {
        return String.valueOf(file.getFileName());
    }
}
