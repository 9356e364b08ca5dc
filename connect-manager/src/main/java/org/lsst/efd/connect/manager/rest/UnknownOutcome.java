package org.lsst.efd.connect.manager.rest;

/** A request that must not be repeated blindly got no answer: the worker may have acted on it or not. */
final class UnknownOutcome extends RuntimeException {
    UnknownOutcome(String request, Throwable cause) {
        super("No answer to " + request + "; it may have taken effect", cause);
    }
}
