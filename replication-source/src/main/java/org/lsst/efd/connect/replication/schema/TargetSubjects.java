package org.lsst.efd.connect.replication.schema;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.lsst.efd.registry.Compatibility;
import org.lsst.efd.registry.Outcome;
import org.lsst.efd.registry.RegisteredSchema;
import org.lsst.efd.registry.RegistryClient;
import org.lsst.efd.registry.RegistrySchema;
import org.lsst.efd.registry.SubjectVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes subjects of the target's registry. Thread-safe.
 *
 * <ol>
 *   <li>The level of a subject is changed by one task of a worker at a time.
 *   <li>Who takes compatibility away for a moment gives back what is to be there, never what another has just set for the
 *       same purpose.
 * </ol>
 */
final class TargetSubjects {
    private static final Logger LOG = LoggerFactory.getLogger(TargetSubjects.class);
    /** Shared by the tasks of a worker: each subject of each registry has one of these, several may have the same. */
    private static final Object[] LOCKS = Stream.generate(Object::new).limit(64).toArray();

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
            registered = force(from.subject(), subject, schema);
        }
        int id = Unresolved.valueOf(registered);
        report.registered(from);
        LOG.info("Version {} of subject {} is in subject {} of the target", from.version(), from.subject(), subject);
        return id;
    }

    /** Registers with no compatibility asked for, and puts back what is to be there. */
    private Outcome<Integer> force(String from, String subject, RegistrySchema schema) throws Unresolved {
        synchronized (lockOf(subject)) {
            Optional<Compatibility> level = levelToKeep(from, subject);
            Outcome<Compatibility> none = target.setCompatibility(subject, Compatibility.NONE);
            if (none instanceof Outcome.Refused<Compatibility>) {
                throw Unresolved.of(none);
            }
            try {
                // where no answer came it may be done all the same
                Unresolved.valueOf(none);
                LOG.warn(
                        "Subject {} gets a version that is not compatible with those before, as it did at the source",
                        subject);
                return target.register(subject, schema, false);
            } finally {
                putBack(subject, level);
            }
        }
    }

    private Object lockOf(String subject) {
        return LOCKS[Math.floorMod(Objects.hash(target.options().urls(), subject), LOCKS.length)];
    }

    /**
     * The level that the subject has when all is done; empty where it follows its registry. {@code NONE} is not it: a
     * version was refused, so a task of another worker is forcing one right now, or was killed while it did. Then it is
     * the level that the subject has at the source.
     */
    private Optional<Compatibility> levelToKeep(String from, String subject) throws Unresolved {
        Optional<Compatibility> level = levelIn(target, subject);
        return level.equals(Optional.of(Compatibility.NONE))
                ? levelIn(source, from).filter(own -> own != Compatibility.NONE)
                : level;
    }

    private static Optional<Compatibility> levelIn(RegistryClient registry, String subject) throws Unresolved {
        Outcome<Compatibility> level = registry.compatibility(subject);
        return level instanceof Outcome.Absent<Compatibility>
                ? Optional.empty()
                : Optional.of(Unresolved.valueOf(level));
    }

    /** Also where the task is being stopped. */
    private void putBack(String subject, Optional<Compatibility> level) {
        boolean isStopping = Thread.interrupted();
        Outcome<?> done = setLevel(subject, level);
        if (Thread.interrupted()) {
            isStopping = true;
            done = setLevel(subject, level);
        }
        if (isStopping) {
            Thread.currentThread().interrupt();
        }
        if (!(done instanceof Outcome.Found<?>) && !(done instanceof Outcome.Absent<?>)) {
            LOG.error(
                    "Subject {} of the target may be left with compatibility NONE; {}: {}",
                    subject,
                    level.map(own -> "set it to " + own).orElse("delete its own level"),
                    Unresolved.of(done).reason());
        }
    }

    private Outcome<?> setLevel(String subject, Optional<Compatibility> level) {
        return level.isPresent() ? target.setCompatibility(subject, level.get()) : target.deleteCompatibility(subject);
    }

    /**
     * Gives the subject the level that it has at the source; false where the registry takes none for a new subject. Its
     * mode is not copied: {@code READONLY} would refuse the versions that are still to come, and who writes the subject
     * at the target is this connector.
     */
    boolean copyCompatibility(String from, String subject) throws Unresolved {
        if (!rules.copiesCompatibility()) {
            return true;
        }
        Outcome<Compatibility> level = source.compatibility(from);
        if (level instanceof Outcome.Refused<Compatibility> refused) {
            LOG.warn(
                    "Subject {} gets no level of compatibility, the source does not tell: {}",
                    subject,
                    refused.failure());
            return true;
        } else if (level instanceof Outcome.Absent<Compatibility>) {
            return true;
        }
        Compatibility own = Unresolved.valueOf(level);
        synchronized (lockOf(subject)) {
            Outcome<Compatibility> set = target.setCompatibility(subject, own);
            if (set instanceof Outcome.Absent<Compatibility>) {
                return false;
            }
            Unresolved.valueOf(set);
            return true;
        }
    }
}
