package org.lsst.efd.connect.parquet.store;

/** What to do where an object store cannot create an object only if it does not exist. */
public enum ConditionalCreate {
    /** The task fails: two owners at a time could replace each other's files. */
    REQUIRE,
    /** It is tried out at start and warned of. */
    WARN,
    /** It is not tried out. */
    OFF
}
