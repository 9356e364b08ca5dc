package org.lsst.efd.quickstart.process;

/** A component of the stack did not start, died, or did not answer; the message holds the end of its log. */
public final class StackException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A failure that says what failed and what to do. */
    public StackException(String message) {
        super(message);
    }

    /** A failure that another one caused. */
    public StackException(String message, Throwable cause) {
        super(message, cause);
    }
}
