package org.lsst.efd.connect.oracle.row;

import org.apache.kafka.connect.errors.DataException;

/** A record has an array that is longer than may become columns: its plan is to be compiled again. */
final class LongArrayFound extends DataException {
    private final String sourcePath;

    LongArrayFound(String sourcePath) {
        super("array " + sourcePath + " is too long for columns");
        this.sourcePath = sourcePath;
    }

    String sourcePath() {
        return sourcePath;
    }
}
