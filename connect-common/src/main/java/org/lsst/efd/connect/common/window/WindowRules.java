package org.lsst.efd.connect.common.window;

import java.time.Duration;
import java.util.regex.Pattern;
import org.lsst.efd.connect.common.aggregate.AggregateRules;

/**
 * How a sink tells windows.
 *
 * @param aggregate how records are aggregated
 * @param passedTopics topics whose records pass as they are, by their whole name
 * @param partitions how windows of different partitions are kept apart
 * @param firstWindow from which window on a partition is told
 * @param idleTimeout after how long without a record the windows of a partition close; zero for never, which alone makes
 *     a replay tell the same numbers
 */
public record WindowRules(
        AggregateRules aggregate,
        Pattern passedTopics,
        PartitionMode partitions,
        FirstWindow firstWindow,
        Duration idleTimeout) {}
