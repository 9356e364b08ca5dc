package org.lsst.efd.connect.replication.schema;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.lsst.efd.registry.Outcome;
import org.lsst.efd.registry.RegisteredSchema;
import org.lsst.efd.registry.RegistryClient;
import org.lsst.efd.registry.RegistryMode;
import org.lsst.efd.registry.RegistrySchema;
import org.lsst.efd.registry.SchemaReference;
import org.lsst.efd.registry.SubjectVersion;

/**
 * Registers each schema that is needed at the target with the id, subject and version that it has at the source. The
 * target's registry must know the mode IMPORT, and nobody else may write it.
 */
final class Preservation implements IdResolver {
    private final SourceSchemas source;
    private final RegistryClient target;
    private final SchemaReport report;
    private final Set<SubjectVersion> present = ConcurrentHashMap.newKeySet();

    Preservation(SourceSchemas source, RegistryClient target, SchemaReport report) {
        this.source = source;
        this.target = target;
        this.report = report;
    }

    @Override
    public int resolve(IdQuestion question) throws Unresolved {
        RegistrySchema atSource = source.schema(question.id());
        requireSameOrAbsent(question.id(), atSource);
        List<SubjectVersion> holders = source.holders(question.id());
        if (holders.isEmpty()) {
            throw new Unresolved(
                    Unresolved.Kind.UNKNOWN, "schema " + question.id() + " is in no subject of the source's registry");
        }
        List<SubjectVersion> own = holders.stream()
                .filter(holder -> holder.subject().equals(question.subject()))
                .toList();
        for (SubjectVersion holder : own.isEmpty() ? holders : own) {
            bring(holder, new LinkedHashSet<>());
        }
        report.mapped();
        return question.id();
    }

    @Override
    public void copySubject(String subject) throws Unresolved {
        bring(new SubjectVersion(subject, source.lastVersion(subject)), new LinkedHashSet<>());
    }

    private void requireSameOrAbsent(int id, RegistrySchema atSource) throws Unresolved {
        Outcome<RegistrySchema> atTarget = target.schemaById(id);
        if (atTarget instanceof Outcome.Found<RegistrySchema> found) {
            if (!found.value().equals(atSource)) {
                report.conflict();
                throw Fingerprint.conflict(id, atSource, found.value());
            }
        } else if (!(atTarget instanceof Outcome.Absent<RegistrySchema>)) {
            throw Unresolved.of(atTarget);
        }
    }

    private void bring(SubjectVersion wanted, Set<SubjectVersion> path) throws Unresolved {
        for (int version : source.versionsBefore(wanted.subject(), wanted.version())) {
            bringOne(new SubjectVersion(wanted.subject(), version), path);
        }
        bringOne(wanted, path);
    }

    private void bringOne(SubjectVersion wanted, Set<SubjectVersion> path) throws Unresolved {
        if (present.contains(wanted)) {
            return;
        }
        if (!path.add(wanted)) {
            throw new Unresolved(Unresolved.Kind.CONFLICT, "references go in a circle: " + path);
        }
        RegisteredSchema schema = source.version(wanted.subject(), wanted.version());
        for (SchemaReference reference : schema.schema().references()) {
            bring(new SubjectVersion(reference.subject(), reference.version()), path);
        }
        requireSameOrAbsent(schema.id(), schema.schema());
        Outcome<RegisteredSchema> there = target.version(wanted.subject(), wanted.version());
        if (there instanceof Outcome.Found<RegisteredSchema> found) {
            if (found.value().id() != schema.id()) {
                report.conflict();
                throw Fingerprint.conflict(
                        schema.id(), schema.schema(), found.value().schema());
            }
        } else {
            write(schema);
        }
        present.add(wanted);
        path.remove(wanted);
    }

    private void write(RegisteredSchema schema) throws Unresolved {
        Outcome<RegistryMode> mode = target.mode(schema.subject());
        boolean isImport = mode instanceof Outcome.Found<RegistryMode> found && found.value() == RegistryMode.IMPORT;
        if (!isImport) {
            Unresolved.valueOf(target.setMode(schema.subject(), RegistryMode.IMPORT, true));
        }
        int given = Unresolved.valueOf(target.importVersion(schema));
        if (given != schema.id()) {
            report.conflict();
            throw new Unresolved(
                    Unresolved.Kind.CONFLICT,
                    "the target's registry gave version " + schema.version() + " of subject " + schema.subject()
                            + " the id " + given + " instead of " + schema.id() + ": use schema.sync.mode=translate");
        }
        report.registered(schema.subjectVersion());
    }
}
