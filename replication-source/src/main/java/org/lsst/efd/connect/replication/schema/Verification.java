package org.lsst.efd.connect.replication.schema;

import org.lsst.efd.registry.RegistryClient;
import org.lsst.efd.registry.RegistrySchema;

/** Leaves ids as they are, and writes nothing: each must be the same schema at the target, brought there by others. */
record Verification(SourceSchemas source, RegistryClient target, SchemaReport report) implements IdResolver {
    @Override
    public int resolve(IdQuestion question) throws Unresolved {
        RegistrySchema atSource = source.schema(question.id());
        RegistrySchema atTarget = Unresolved.valueOf(target.schemaById(question.id()));
        if (!atSource.equals(atTarget)) {
            report.conflict();
            throw Fingerprint.conflict(question.id(), atSource, atTarget);
        }
        report.mapped();
        return question.id();
    }

    @Override
    public void copySubject(String subject) {
        // others bring schemas
    }
}
