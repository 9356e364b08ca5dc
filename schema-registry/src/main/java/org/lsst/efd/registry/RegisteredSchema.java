package org.lsst.efd.registry;

/**
 * One version of a subject with the schema it holds.
 *
 * @param subject under which name
 * @param version from 1, increasing within the subject, with holes where versions were deleted
 * @param id of the schema; the same schema text has the same id in every subject
 * @param schema what is registered
 */
public record RegisteredSchema(String subject, int version, int id, RegistrySchema schema) {
    /** Where it stands, without what it holds. */
    public SubjectVersion subjectVersion() {
        return new SubjectVersion(subject, version);
    }
}
