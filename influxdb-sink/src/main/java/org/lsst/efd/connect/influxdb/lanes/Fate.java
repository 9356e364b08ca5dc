package org.lsst.efd.connect.influxdb.lanes;

import org.apache.kafka.connect.errors.ConnectException;
import org.lsst.efd.connect.common.custody.CustodyBatch;
import org.lsst.efd.connect.common.sink.OutgoingRecord;
import org.lsst.efd.connect.influxdb.write.RejectionKind;

/** Told what becomes of lines, by the threads of the lanes. Thread-safe. */
public interface Fate {
    /**
     * The server will never take the point of a record.
     *
     * @param custody the batch of the record, in custody until this returns
     * @param reason holds no value
     */
    void rejected(OutgoingRecord record, CustodyBatch custody, RejectionKind kind, String reason);

    /** Nothing more can be sent: the task has to fail. */
    void failed(ConnectException failure);
}
