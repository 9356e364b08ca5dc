package org.lsst.efd.connect.common.sink;

import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/** Somebody who has records in hand that are not safe yet. */
@FunctionalInterface
public interface HoldsOffsets {
    /**
     * After a crash, from which offset must this partition be read again? Empty if nothing of it is in hand.
     *
     * <p>A pure query, called on the task thread: it writes nothing, waits for nothing and does not throw.
     *
     * @param partition topic and partition as consumed, before any transform renamed them
     */
    OptionalLong oldestNeededOffset(TopicPartition partition);
}
