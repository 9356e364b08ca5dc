package org.lsst.efd.connect.manager.rest;

import java.io.IOException;
import java.net.URI;

/** Carries one request to one worker. */
interface WorkerTransport {
    /**
     * Sends the request and waits for the answer, whatever its status.
     *
     * @throws java.net.ConnectException where no connection was made: the worker has not seen the request
     * @throws java.net.http.HttpConnectTimeoutException likewise
     * @throws IOException where the connection ended or no answer came in time: the worker may have acted
     */
    WorkerAnswer send(URI worker, WorkerRequest request) throws IOException, InterruptedException;
}
