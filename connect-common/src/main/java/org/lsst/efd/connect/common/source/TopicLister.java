package org.lsst.efd.connect.common.source;

import java.util.Collection;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;

/** Asks a cluster for its topics. */
public interface TopicLister extends AutoCloseable {
    /**
     * All topics with their ids.
     *
     * @throws KafkaException if the cluster does not answer
     */
    Map<String, Uuid> list() throws InterruptedException;

    /**
     * The partitions of these topics; those that are gone meanwhile are absent.
     *
     * @throws KafkaException if the cluster does not answer
     */
    Map<String, FoundTopic> describe(Collection<String> names) throws InterruptedException;

    @Override
    void close();
}
