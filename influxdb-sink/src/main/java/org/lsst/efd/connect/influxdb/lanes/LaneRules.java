package org.lsst.efd.connect.influxdb.lanes;

import java.time.Duration;
import org.lsst.efd.connect.common.retry.RetryPolicy;

/**
 * When a lane sends, and how often it tries.
 *
 * @param lanes how many requests may be in flight
 * @param batchBytes size at which a batch is sent
 * @param batchLines number of lines at which a batch is sent
 * @param linger age at which a batch is sent
 */
public record LaneRules(int lanes, int batchBytes, int batchLines, Duration linger, RetryPolicy retries) {}
