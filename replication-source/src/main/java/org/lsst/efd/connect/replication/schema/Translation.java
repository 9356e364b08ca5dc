package org.lsst.efd.connect.replication.schema;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.lsst.efd.registry.RegisteredSchema;
import org.lsst.efd.registry.RegistryClient;
import org.lsst.efd.registry.RegistrySchema;
import org.lsst.efd.registry.SchemaReference;
import org.lsst.efd.registry.SubjectVersion;

/**
 * Registers each schema that is needed at the target, where it gets an id of the target's.
 *
 * <ol>
 *   <li>The text is sent as it is: nothing is normalised, no attribute is lost.
 *   <li>What a schema refers to is there before it, and it refers to the version that this got at the target.
 *   <li>The versions of a subject come in the order in which they came at the source, up to the one that is needed.
 * </ol>
 *
 * <p>Thread-safe: who brings a version has brought those before it, and bringing one twice changes nothing.
 */
final class Translation implements IdResolver {
    private final SourceSchemas source;
    private final TargetSubjects target;
    private final UnaryOperator<String> subjectAtTarget;
    private final SchemaReport report;
    private final Set<Holding> brought = ConcurrentHashMap.newKeySet();
    /** New subjects of the target that have not got their level of compatibility yet. */
    private final Set<String> levelDue = ConcurrentHashMap.newKeySet();

    /**
     * A translation between two registries.
     *
     * @param subjectAtTarget names a subject that is copied without a record that needs it
     */
    Translation(
            RegistryClient source,
            RegistryClient target,
            TransferRules rules,
            UnaryOperator<String> subjectAtTarget,
            SchemaReport report) {
        this.source = new SourceSchemas(source, rules.copiesDeleted());
        this.target = new TargetSubjects(source, target, rules, report);
        this.subjectAtTarget = subjectAtTarget;
        this.report = report;
    }

    @Override
    public int resolve(IdQuestion question) throws Unresolved {
        List<Holding> holdings = Holding.of(question, source.holders(question.id()));
        if (holdings.isEmpty()) {
            throw new Unresolved(
                    Unresolved.Kind.UNKNOWN, "schema " + question.id() + " is in no subject of the source's registry");
        }
        int id = 0;
        for (int i = holdings.size() - 1; i >= 0; i--) {
            Holding holding = holdings.get(i);
            id = bring(holding.source(), holding.targetSubject(), new LinkedHashSet<>());
        }
        report.mapped();
        return id;
    }

    @Override
    public void copySubject(String subject) throws Unresolved {
        SubjectVersion last = new SubjectVersion(subject, source.lastVersion(subject));
        bring(last, subjectAtTarget.apply(subject), new LinkedHashSet<>());
    }

    /** Has a version, and what comes before it, in a subject of the target; its id there. */
    private int bring(SubjectVersion wanted, String targetSubject, Set<SubjectVersion> path) throws Unresolved {
        if (!path.add(wanted)) {
            throw new Unresolved(Unresolved.Kind.CONFLICT, "references go in a circle: " + path);
        }
        RegistrySchema schema = atTarget(wanted, path);
        TargetSubjects.Presence presence = target.presence(targetSubject, schema);
        if (presence.isNewSubject()) {
            levelDue.add(targetSubject);
        }
        copyLevel(wanted.subject(), targetSubject);
        if (presence.registered().isPresent()) {
            path.remove(wanted);
            return presence.registered().get().id();
        }
        int id = 0;
        for (SubjectVersion version : missingUpTo(wanted, targetSubject)) {
            id = target.register(version, targetSubject, version.equals(wanted) ? schema : atTarget(version, path));
            brought.add(new Holding(version, targetSubject));
            // some registries take a level only for a subject that has a version; the first needs none
            copyLevel(wanted.subject(), targetSubject);
        }
        path.remove(wanted);
        return id;
    }

    private void copyLevel(String subject, String targetSubject) throws Unresolved {
        if (levelDue.contains(targetSubject) && target.copyCompatibility(subject, targetSubject)) {
            levelDue.remove(targetSubject);
        }
    }

    private List<SubjectVersion> missingUpTo(SubjectVersion wanted, String targetSubject) throws Unresolved {
        List<SubjectVersion> missing = new ArrayList<>();
        for (int version : source.versionsBefore(wanted.subject(), wanted.version())) {
            SubjectVersion earlier = new SubjectVersion(wanted.subject(), version);
            if (!brought.contains(new Holding(earlier, targetSubject))) {
                missing.add(earlier);
            }
        }
        missing.add(wanted);
        return missing;
    }

    /** The schema with its references as they are called at the target. */
    private RegistrySchema atTarget(SubjectVersion wanted, Set<SubjectVersion> path) throws Unresolved {
        RegistrySchema schema =
                source.version(wanted.subject(), wanted.version()).schema();
        if (schema.references().isEmpty()) {
            return schema;
        }
        List<SchemaReference> references = new ArrayList<>();
        for (SchemaReference reference : schema.references()) {
            SubjectVersion referred = new SubjectVersion(reference.subject(), reference.version());
            bring(referred, reference.subject(), path);
            int version = versionAtTarget(referred, path);
            references.add(new SchemaReference(reference.name(), reference.subject(), version));
        }
        return new RegistrySchema(schema.type(), schema.text(), references);
    }

    private int versionAtTarget(SubjectVersion brought, Set<SubjectVersion> path) throws Unresolved {
        return target.presence(brought.subject(), atTarget(brought, path))
                .registered()
                .map(RegisteredSchema::version)
                .orElseThrow(() -> new Unresolved(
                        Unresolved.Kind.UNAVAILABLE,
                        "subject " + brought.subject() + " does not show yet what was registered in it"));
    }
}
