package org.lsst.efd.connect.common.source;

import org.lsst.efd.connect.common.retry.RetryPolicy;

/**
 * What a reader does when it starts and when something is wrong.
 *
 * @param start where partitions start that were never read
 * @param startsRecreatedByPolicy whether a topic that was made again starts by that policy, or else at its log start
 * @param failsOnLoss whether a partition fails when needed records are gone
 * @param failsOnTruncation whether a partition fails when its log ends before the needed offset
 * @param skipsDamaged whether records that cannot be read are passed over, or else their partition waits
 * @param retry back-off of a partition that cannot be read for now; never spent
 * @param prefetchMaxBytes how much may be read ahead
 * @param readsFollowers whether records may come of brokers that do not lead
 */
public record ReaderRules(
        StartPolicy start,
        boolean startsRecreatedByPolicy,
        boolean failsOnLoss,
        boolean failsOnTruncation,
        boolean skipsDamaged,
        RetryPolicy retry,
        long prefetchMaxBytes,
        boolean readsFollowers) {}
