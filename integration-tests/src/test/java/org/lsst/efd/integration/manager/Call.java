package org.lsst.efd.integration.manager;

/**
 * One call of the command line, and what it printed.
 *
 * @param exitCode of the call
 * @param out standard output
 * @param err standard error
 */
record Call(int exitCode, String out, String err) {
    /** Everything that was printed. */
    String all() {
        return out + err;
    }
}
