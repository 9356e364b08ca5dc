package org.lsst.efd.connect.common.source;

import org.apache.kafka.common.Uuid;

/**
 * A topic of the source cluster.
 *
 * @param name its name
 * @param id changes when the topic is deleted and made again; {@link Uuid#ZERO_UUID} from brokers that have none (before
 *     2.8)
 * @param partitions how many it has
 */
public record FoundTopic(String name, Uuid id, int partitions) {}
