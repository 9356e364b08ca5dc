package org.lsst.efd.connect.parquet.lanes;

import java.time.Duration;
import org.lsst.efd.connect.common.retry.RetryPolicy;

/**
 * How lanes work.
 *
 * @param rowGroupBytes heap at which the rows of a file are encoded
 * @param bufferMaxBytes the budget of everything in memory
 * @param pathValuesMax most distinct values of one part of the path in open files of a partition
 * @param retry how often and when to try again
 * @param threads that encode and publish
 * @param closeTimeout how long to wait for running publications where partitions or the task end
 * @param connector name of the connector, for the files
 * @param version of the plugin, for the files
 * @param owner prefix of the names of this task's staged files
 */
public record LaneRules(
        RotationRules rotation,
        long rowGroupBytes,
        long bufferMaxBytes,
        int pathValuesMax,
        RetryPolicy retry,
        int threads,
        Duration closeTimeout,
        String connector,
        String version,
        String owner) {}
