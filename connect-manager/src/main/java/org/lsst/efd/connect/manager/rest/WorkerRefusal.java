package org.lsst.efd.connect.manager.rest;

/** A worker answered a request with an error. Carries the status; the message is the server's. */
public final class WorkerRefusal extends RuntimeException {
    private final int status;
    private final String request;

    WorkerRefusal(int status, String request, String serverMessage) {
        super(serverMessage);
        this.status = status;
        this.request = request;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** Method and path of the refused request. */
    public String request() {
        return request;
    }

    /** Whether the named thing does not exist. */
    public boolean isNotFound() {
        return status == 404;
    }

    /** Whether the worker does not accept these credentials. */
    public boolean isAuthenticationRefused() {
        return status == 401 || status == 403;
    }

    /** Whether the worker found the request itself wrong, such as a configuration it does not accept. */
    public boolean isBadRequest() {
        return status == 400 || status == 422;
    }

    /** Whether this worker does not know such a request: it is older than the feature. */
    public boolean isUnknownOperation() {
        return status == 405 || status == 501;
    }
}
