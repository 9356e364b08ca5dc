package org.lsst.efd.connect.replication.schema;

/** Finds the target's id for a source's id, and brings the schema there where it is to. May wait for registries. */
interface IdResolver {
    /**
     * The id at the target.
     *
     * @throws Unresolved if there is none now
     */
    int resolve(IdQuestion question) throws Unresolved;

    /** Brings all versions of a subject to the target that no record needs yet. */
    void copySubject(String subject) throws Unresolved;
}
