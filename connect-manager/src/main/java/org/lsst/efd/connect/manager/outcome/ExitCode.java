package org.lsst.efd.connect.manager.outcome;

/** The exit codes of every command. */
public enum ExitCode {
    /** Done, or nothing to do. */
    DONE(0),
    /** At least one operation failed. */
    FAILED(1),
    /** Usage, an unreadable or malformed file, an undefined variable. */
    USAGE(2),
    /** Differences exist, and the caller asked to be told by the exit code. */
    DIFFERENT(3),
    /** The server rejects a configuration. */
    REJECTED(4),
    /** No worker reachable, authentication refused, or workers of different clusters. */
    UNREACHABLE(5),
    /** Something is FAILED or UNASSIGNED. */
    UNHEALTHY(6);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /** The number the process ends with. */
    public int number() {
        return number;
    }
}
