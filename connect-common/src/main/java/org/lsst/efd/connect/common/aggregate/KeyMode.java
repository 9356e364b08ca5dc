package org.lsst.efd.connect.common.aggregate;

/** What the key of an aggregated record is. */
public enum KeyMode {
    /** A struct of the group fields; null without groups. */
    GROUP,
    /** A struct of the group fields and {@code window_start}, for compaction and upserts. */
    WINDOW,
    /** Null. */
    NONE
}
