package org.lsst.efd.connect.oracle.dialect;

/** What a failed statement means for what to do next. */
public enum FailureKind {
    /** The connection is gone or useless: connect again and repeat. */
    RECONNECT,
    /** The transaction lost against another: roll back and repeat. */
    RETRY,
    /** A person must act (disk full, quota spent): repeat slowly. */
    OPERATOR,
    /** The table is not what it was taken for: read it again, change it if allowed, and repeat. */
    SCHEMA,
    /** A row of this key exists: data in an insert, a race in an upsert. */
    DUPLICATE,
    /** The batch is too large for one statement. */
    SPLIT,
    /** A row that this database can never hold. */
    DATA,
    /** The configuration is wrong: credentials, privileges, statements it does not understand. */
    CONFIG,
    /** Nobody knows; worth a few attempts. */
    UNKNOWN
}
