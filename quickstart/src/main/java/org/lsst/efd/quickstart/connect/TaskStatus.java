package org.lsst.efd.quickstart.connect;

/**
 * What a worker says about one task.
 *
 * @param id the number of the task
 * @param state {@code RUNNING}, {@code FAILED}, {@code UNASSIGNED}, …
 * @param workerId {@code host:port} of the worker that runs it, or ran it last
 * @param trace the stack trace of a failure, empty otherwise
 */
public record TaskStatus(int id, String state, String workerId, String trace) {}
