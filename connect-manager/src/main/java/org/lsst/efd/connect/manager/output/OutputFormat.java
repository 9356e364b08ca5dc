package org.lsst.efd.connect.manager.output;

/** The forms of standard output. */
public enum OutputFormat {
    /** For people. */
    TABLE,
    /** Complete and stable. */
    JSON,
    /** The same as JSON. */
    YAML,
    /** One name a line, for scripts. */
    NAMES
}
