package org.lsst.efd.connect.manager.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One request to a worker.
 *
 * @param method the HTTP method
 * @param path the path with its query, beginning with a slash; names in it are encoded already
 * @param body the JSON to send, if any
 * @param repetition what may be done when it is not known whether the worker has acted on it
 */
record WorkerRequest(String method, String path, Optional<JsonNode> body, Repetition repetition) {

    /** What may be done when an answer does not come, or says that the cluster is busy. */
    enum Repetition {
        /** It may be sent again, to the same or another worker. */
        ALLOWED,
        /** Whether it took effect must be looked up first; a conflict (409) is an answer, not a reason to wait. */
        AFTER_LOOKING
    }

    static WorkerRequest get(String path) {
        return new WorkerRequest("GET", path, Optional.empty(), Repetition.ALLOWED);
    }

    static WorkerRequest of(String method, String path) {
        return new WorkerRequest(method, path, Optional.empty(), Repetition.ALLOWED);
    }

    static WorkerRequest of(String method, String path, JsonNode body) {
        return new WorkerRequest(method, path, Optional.of(body), Repetition.ALLOWED);
    }

    /** A name as one segment of a path: every byte outside the unreserved set is percent-encoded. */
    static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
