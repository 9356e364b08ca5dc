package org.lsst.efd.connect.influxdb.lanes;

import org.lsst.efd.connect.influxdb.line.LineBuffer;

/** Writes one line. */
@FunctionalInterface
public interface LineSource {
    /**
     * Appends the line, with its line end.
     *
     * @return whether there was one
     * @throws org.apache.kafka.connect.errors.DataException if there can be none; the buffer is as it was
     */
    boolean writeTo(LineBuffer into);
}
