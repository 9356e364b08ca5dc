package org.lsst.efd.connect.manager.rest;

/**
 * What a worker answered.
 *
 * @param status the HTTP status
 * @param body the body as text, empty where there is none
 */
record WorkerAnswer(int status, String body) {
    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** Whether another worker may do better: this one, or the proxy in front of it, is not in service. */
    boolean isOutOfService() {
        return status == 502 || status == 503 || status == 504;
    }

    boolean isOverloadedOrBroken() {
        return status == 429 || status >= 500;
    }

    /** Whether the worker could not pass the request on to the leader: that one has died, and the group does not know yet. */
    boolean isLeaderAway() {
        return status == 500 && body.contains("IO Error trying to forward REST request");
    }
}
