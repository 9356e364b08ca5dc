package org.lsst.efd.connect.influxdb.database;

import java.io.IOException;

/** The server answers that it does not execute a statement; repeating it cannot help. */
final class StatementRefused extends IOException {
    private static final long serialVersionUID = 1;

    private final int status;

    StatementRefused(int status, String message) {
        super(message);
        this.status = status;
    }

    /** Whether the user is unknown, has the wrong password or lacks the right. */
    boolean isForbidden() {
        return status == 401 || status == 403;
    }
}
