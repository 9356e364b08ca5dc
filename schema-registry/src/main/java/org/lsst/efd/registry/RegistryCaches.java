package org.lsst.efd.registry;

import java.time.Clock;
import org.apache.avro.Schema;

/** What clients of one registry remember. Thread-safe. */
final class RegistryCaches {
    /** Schemas by id or version kept at least: a site has thousands of topics. */
    private static final int MIN_SCHEMAS = 10_000;

    /** Registered schemas kept in all, in units of those kept for one subject. */
    private static final int SUBJECTS = 10;

    private final CacheOptions options;
    private final Clock clock;

    final OutcomeCache<IdKey, RegistrySchema> byId;
    final OutcomeCache<IdKey, Schema> avroById;
    final OutcomeCache<VersionKey, RegisteredSchema> versions;
    final OutcomeCache<String, RegisteredSchema> latest;
    final OutcomeCache<ContentKey, Integer> registered;
    final OutcomeCache<ContentKey, RegisteredSchema> lookedUp;

    /**
     * An id.
     *
     * @param subject in which it is asked for, empty for any
     */
    record IdKey(int id, String subject) {}

    record VersionKey(String subject, int version, Deleted deleted) {}

    record ContentKey(String subject, RegistrySchema schema, boolean normalize) {}

    RegistryCaches(CacheOptions options, Clock clock) {
        this.options = options;
        this.clock = clock;
        int schemas = Math.max(MIN_SCHEMAS, options.maxSchemasPerSubject());
        int contents = SUBJECTS * options.maxSchemasPerSubject();
        this.byId = forEver(schemas, options.missingIdTtl());
        this.avroById = forEver(schemas, options.missingIdTtl());
        this.versions = forEver(schemas, options.missingVersionTtl());
        this.registered = forEver(contents, options.missingSchemaTtl());
        this.lookedUp = forEver(contents, options.missingSchemaTtl());
        this.latest = new OutcomeCache<>(
                options.latestSize(), options.latestTtl(), options.missingSize(), options.missingVersionTtl(), clock);
    }

    private <K, T> OutcomeCache<K, T> forEver(int size, java.time.Duration missingTtl) {
        return new OutcomeCache<>(size, OutcomeCache.FOR_EVER, options.missingSize(), missingTtl, clock);
    }

    /** Makes what was just written visible. */
    void written(String subject) {
        latest.forget(subject);
        byId.forgetAbsences();
        avroById.forgetAbsences();
        versions.forgetAbsences();
        lookedUp.forgetAbsences();
    }

    /** Forgets what may have gone with a deletion; ids still resolve. */
    void deleted() {
        latest.forgetAll();
        versions.forgetAll();
        registered.forgetAll();
        lookedUp.forgetAll();
    }
}
