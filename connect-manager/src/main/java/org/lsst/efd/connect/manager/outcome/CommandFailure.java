package org.lsst.efd.connect.manager.outcome;

import java.util.Objects;

/**
 * A command cannot do what it was asked. The message says what failed, on what, and what to do; it is printed once,
 * after masking.
 */
public final class CommandFailure extends RuntimeException {
    private final ExitCode exitCode;

    public CommandFailure(ExitCode exitCode, String message) {
        super(Objects.requireNonNull(message));
        this.exitCode = Objects.requireNonNull(exitCode);
    }

    public CommandFailure(ExitCode exitCode, String message, Throwable cause) {
        super(Objects.requireNonNull(message), cause);
        this.exitCode = Objects.requireNonNull(exitCode);
    }

    /** A mistake in what the user wrote: options, files, variables. */
    public static CommandFailure usage(String message) {
        return new CommandFailure(ExitCode.USAGE, message);
    }

    /** A mistake in what the user wrote, found by something below. */
    public static CommandFailure usage(String message, Throwable cause) {
        return new CommandFailure(ExitCode.USAGE, message, cause);
    }

    /** The code the process ends with. */
    public ExitCode exitCode() {
        return exitCode;
    }
}
