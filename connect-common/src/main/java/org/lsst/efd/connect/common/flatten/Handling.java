package org.lsst.efd.connect.common.flatten;

/** What becomes of an array or a map. */
public enum Handling {
    /** Each element is a column of its own. */
    FLATTEN,
    /** All of it is one column, which {@link Leaves#onWhole} fills. */
    WHOLE,
    /** It is left out. */
    SKIP
}
