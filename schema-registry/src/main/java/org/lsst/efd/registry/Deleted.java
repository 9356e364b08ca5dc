package org.lsst.efd.registry;

/** Whether a question counts what was softly deleted. */
public enum Deleted {
    /** Only what is in use: the registry's default. */
    LEFT_OUT,
    /** What is in use and what was softly deleted. */
    INCLUDED
}
