package org.lsst.efd.connect.aggregator.source;

import java.util.Optional;

/**
 * A topic of the source cluster.
 *
 * @param name of the topic
 * @param id by which a topic that was created anew is known; absent where brokers have none
 * @param partitions how many it has
 */
public record ListedTopic(String name, Optional<String> id, int partitions) {}
