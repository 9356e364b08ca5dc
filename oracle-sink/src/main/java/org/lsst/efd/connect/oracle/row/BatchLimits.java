package org.lsst.efd.connect.oracle.row;

import java.time.Duration;

/**
 * When the rows of a table are due to be written: the first limit that is reached counts.
 *
 * @param bytes of heap that holding them costs
 * @param linger age of the oldest
 */
public record BatchLimits(int rows, long bytes, Duration linger) {}
