package org.lsst.efd.connect.parquet.lanes;

import org.apache.kafka.common.TopicPartition;

/**
 * What tells lanes apart.
 *
 * @param partition topic and partition as consumed
 * @param directory below the root of the store
 * @param fingerprint of the source schema
 */
record LaneKey(TopicPartition partition, String directory, String fingerprint) {
    @Override
    public String toString() {
        return partition + " in " + directory;
    }
}
