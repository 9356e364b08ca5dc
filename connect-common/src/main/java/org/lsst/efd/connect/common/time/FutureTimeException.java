package org.lsst.efd.connect.common.time;

import org.apache.kafka.connect.errors.DataException;

/** The time of a record is too far ahead of the wall clock. */
public final class FutureTimeException extends DataException {
    private static final long serialVersionUID = 1;

    FutureTimeException(String message) {
        super(message);
    }
}
