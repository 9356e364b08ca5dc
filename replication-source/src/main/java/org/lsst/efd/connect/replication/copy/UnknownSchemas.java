package org.lsst.efd.connect.replication.copy;

/** What becomes of a record whose schema has not come in time. */
public enum UnknownSchemas {
    /** Its partition waits on. */
    WAIT,
    /** It goes as it is. */
    PASS,
    /** It is left out and counted. */
    SKIP
}
