package org.lsst.efd.connect.common.sink;

/** Where a stage puts what it has made. */
@FunctionalInterface
public interface Output {
    /** Takes a record; never fails. */
    void emit(OutgoingRecord record);
}
