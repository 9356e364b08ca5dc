package org.lsst.efd.connect.replication.schema;

/** What becomes of schema ids and schemas. */
public enum SyncMode {
    /** Bytes stay as they are, no registry is asked. */
    NONE,
    /** Schemas are registered at the target, ids are replaced by those they get there. */
    TRANSLATE,
    /** Schemas are registered at the target with their ids. */
    PRESERVE,
    /** Bytes stay as they are; ids must mean the same at the target. */
    VERIFY
}
