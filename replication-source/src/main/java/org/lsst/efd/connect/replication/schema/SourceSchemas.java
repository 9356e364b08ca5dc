package org.lsst.efd.connect.replication.schema;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.lsst.efd.registry.Deleted;
import org.lsst.efd.registry.RegisteredSchema;
import org.lsst.efd.registry.RegistryClient;
import org.lsst.efd.registry.RegistrySchema;
import org.lsst.efd.registry.SubjectVersion;

/** What the source's registry holds. */
record SourceSchemas(RegistryClient registry, boolean copiesDeleted) {
    RegistrySchema schema(int id) throws Unresolved {
        return Unresolved.valueOf(registry.schemaById(id));
    }

    /** Which versions of which subjects hold an id; deleted ones where no other does: there may be data with it. */
    List<SubjectVersion> holders(int id) throws Unresolved {
        List<SubjectVersion> holders = Unresolved.valueOf(registry.versionsOf(id, Deleted.LEFT_OUT));
        if (holders.isEmpty()) {
            holders = Unresolved.valueOf(registry.versionsOf(id, Deleted.INCLUDED));
        }
        List<SubjectVersion> sorted = new ArrayList<>(holders);
        sorted.sort(Comparator.comparing(SubjectVersion::subject).thenComparing(SubjectVersion::version));
        return sorted;
    }

    RegisteredSchema version(String subject, int version) throws Unresolved {
        return Unresolved.valueOf(registry.version(subject, version, Deleted.INCLUDED));
    }

    /** The versions of a subject before one, ascending, that are to be at the target before it. */
    List<Integer> versionsBefore(String subject, int version) throws Unresolved {
        return Unresolved.valueOf(registry.versions(subject, copiesDeleted ? Deleted.INCLUDED : Deleted.LEFT_OUT))
                .stream()
                .filter(earlier -> earlier < version)
                .toList();
    }

    /** All subjects in use. */
    List<String> subjects() throws Unresolved {
        return Unresolved.valueOf(registry.subjects(Deleted.LEFT_OUT));
    }

    /** The last version of a subject. */
    int lastVersion(String subject) throws Unresolved {
        List<Integer> versions = Unresolved.valueOf(registry.versions(subject, Deleted.LEFT_OUT));
        return versions.get(versions.size() - 1);
    }
}
