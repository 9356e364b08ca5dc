package org.lsst.efd.connect.manager.rest;

/**
 * One task of a connector.
 *
 * @param number from 0
 * @param state its state
 * @param worker {@code host:port} of the worker that runs it
 * @param trace the stack trace of its failure, empty where it has not failed
 */
public record TaskStatus(int number, ConnectorState state, String worker, String trace) {
    /** The first line of the failure, empty where there is none. */
    public String failure() {
        return ConnectorStatus.firstLine(trace);
    }
}
