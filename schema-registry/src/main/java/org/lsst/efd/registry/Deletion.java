package org.lsst.efd.registry;

/** How a subject or a version goes. */
public enum Deletion {
    /** It is hidden, its ids still resolve, and it comes back when the same schema is registered again. */
    SOFT,
    /** It is gone; it must have been deleted softly before. */
    HARD
}
