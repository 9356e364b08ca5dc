package org.lsst.efd.connect.oracle.offsets;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;

/** Another task owns a partition now: what this one holds of it must not be written. */
public final class Fenced extends ConnectException {
    Fenced(TopicPartition partition) {
        super("fenced: another task has taken over " + partition
                + ", or its positions were changed from outside; this task must not write it any more");
    }
}
