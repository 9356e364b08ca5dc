/**
 * What every buffering destination needs: custody of batches in flight and one budget of bytes.
 *
 * <p>A destination forwards {@code oldestNeededOffset}, {@code pauseRequest}, {@code wantsCommit} and {@code forget} to a
 * {@link org.lsst.efd.connect.common.custody.Custody}, adds each record it takes to a {@link
 * org.lsst.efd.connect.common.custody.CustodyBatch}, and releases the batch from whatever thread learns that it is
 * durable. A record that the store refuses late goes to {@link org.lsst.efd.connect.common.errors.BadRecords#handOver},
 * with a {@code retain} before and the {@code release} as what runs when its report is durable.
 */
@NullMarked
package org.lsst.efd.connect.common.custody;

import org.jspecify.annotations.NullMarked;
