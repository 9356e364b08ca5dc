package org.lsst.efd.connect.parquet.rows;

import org.lsst.efd.connect.common.sink.OutgoingRecord;

/**
 * What a row is made of.
 *
 * @param timeNs event time in nanoseconds, UTC; 0 where nothing asks for it
 */
public record RowSource(OutgoingRecord record, long timeNs) {}
