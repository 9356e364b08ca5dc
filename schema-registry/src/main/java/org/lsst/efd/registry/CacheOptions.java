package org.lsst.efd.registry;

import java.time.Duration;

/**
 * What a client remembers. A size or time of 0 switches that memory off.
 *
 * @param maxSchemasPerSubject schemas with their ids kept per subject, and schemas by id kept in all, at least
 * @param latestSize subjects whose latest version is kept
 * @param latestTtl for how long a latest version is believed
 * @param missingSize absent ids, versions and schemas kept, each
 * @param missingIdTtl for how long an id is believed to be absent
 * @param missingVersionTtl for how long a version or subject is believed to be absent
 * @param missingSchemaTtl for how long a schema is believed not to be in its subject
 */
public record CacheOptions(
        int maxSchemasPerSubject,
        int latestSize,
        Duration latestTtl,
        int missingSize,
        Duration missingIdTtl,
        Duration missingVersionTtl,
        Duration missingSchemaTtl) {
    /** 1,000 schemas per subject, 1,000 latest versions for 60 s, 10,000 absences for 10 s. */
    public static final CacheOptions DEFAULTS = new CacheOptions(
            1000,
            1000,
            Duration.ofSeconds(60),
            10_000,
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10));

    public CacheOptions {
        if (maxSchemasPerSubject < 0 || latestSize < 0 || missingSize < 0) {
            throw new IllegalArgumentException("cache sizes must not be negative");
        }
        if (latestTtl.isNegative()
                || missingIdTtl.isNegative()
                || missingVersionTtl.isNegative()
                || missingSchemaTtl.isNegative()) {
            throw new IllegalArgumentException("cache times must not be negative");
        }
    }
}
