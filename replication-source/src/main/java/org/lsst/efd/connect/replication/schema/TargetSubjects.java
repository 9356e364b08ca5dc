package org.lsst.efd.connect.replication.schema;

import java.util.Optional;
import org.lsst.efd.registry.Compatibility;
import org.lsst.efd.registry.Outcome;
import org.lsst.efd.registry.RegisteredSchema;
import org.lsst.efd.registry.RegistryClient;
import org.lsst.efd.registry.RegistrySchema;
import org.lsst.efd.registry.SubjectVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes subjects of the target's registry. Thread-safe. */
final class TargetSubjects {
    private static final Logger LOG = LoggerFactory.getLogger(TargetSubjects.class);

    private final RegistryClient source;
    private final RegistryClient target;
    private final TransferRules rules;
    private final SchemaReport report;

    TargetSubjects(RegistryClient source, RegistryClient target, TransferRules rules, SchemaReport report) {
        this.source = source;
        this.target = target;
        this.rules = rules;
        this.report = report;
    }

    /** Whether a schema is in a subject, and whether there is such a subject at all. */
    record Presence(Optional<RegisteredSchema> registered, boolean isNewSubject) {}

    Presence presence(String subject, RegistrySchema schema) throws Unresolved {
        Outcome<RegisteredSchema> found = target.lookUp(subject, schema, false);
        if (found instanceof Outcome.Absent<RegisteredSchema> absent) {
            return new Presence(Optional.empty(), absent.what() == Outcome.Missing.SUBJECT);
        }
        return new Presence(Optional.of(Unresolved.valueOf(found)), false);
    }

    int register(SubjectVersion from, String subject, RegistrySchema schema) throws Unresolved {
        Outcome<Integer> registered = target.register(subject, schema, false);
        if (registered instanceof Outcome.Refused<Integer> refused
                && refused.reason() == Outcome.Refusal.INCOMPATIBLE) {
            report.conflict();
            if (!rules.forcesConflicts()) {
                throw new Unresolved(
                        Unresolved.Kind.CONFLICT,
                        "version " + from.version() + " of subject " + from.subject()
                                + " is not compatible with what subject " + subject
                                + " holds at the target; change its compatibility, or set schema.sync.conflict=force: "
                                + refused.failure());
            }
            registered = force(subject, schema);
        }
        int id = Unresolved.valueOf(registered);
        report.registered(from);
        LOG.info("Version {} of subject {} is in subject {} of the target", from.version(), from.subject(), subject);
        return id;
    }

    /** Registers with no compatibility asked for, and puts back what was. */
    private synchronized Outcome<Integer> force(String subject, RegistrySchema schema) throws Unresolved {
        Outcome<Compatibility> before = target.compatibility(subject);
        Unresolved.valueOf(target.setCompatibility(subject, Compatibility.NONE));
        try {
            LOG.warn(
                    "Subject {} gets a version that is not compatible with those before, as it did at the source",
                    subject);
            return target.register(subject, schema, false);
        } finally {
            if (before instanceof Outcome.Found<Compatibility> level) {
                target.setCompatibility(subject, level.value());
            } else {
                target.deleteCompatibility(subject);
            }
        }
    }

    /**
     * Gives the subject the level that it has at the source; false where the registry takes none for a new subject. Its
     * mode is not copied: {@code READONLY} would refuse the versions that are still to come, and who writes the subject
     * at the target is this connector.
     */
    boolean copyCompatibility(String from, String subject) throws Unresolved {
        if (!rules.copiesCompatibility()
                || !(source.compatibility(from) instanceof Outcome.Found<Compatibility> level)) {
            return true;
        }
        Outcome<Compatibility> set = target.setCompatibility(subject, level.value());
        if (set instanceof Outcome.Absent<Compatibility>) {
            return false;
        }
        Unresolved.valueOf(set);
        return true;
    }
}
