package org.lsst.efd.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * One request of the registry's REST API.
 *
 * @param method GET, PUT, POST or DELETE
 * @param path under the base URL, percent-encoded, starting with a slash, with its query
 * @param body JSON to send
 * @param isRepeatable whether sending it twice is as good as once
 */
record RestRequest(String method, String path, Optional<JsonNode> body, boolean isRepeatable) {
    static RestRequest get(RestPath path) {
        return new RestRequest("GET", path.toString(), Optional.empty(), true);
    }

    static RestRequest put(RestPath path, JsonNode body) {
        return new RestRequest("PUT", path.toString(), Optional.of(body), true);
    }

    /** A POST that may be sent again: registrations are idempotent by content, look-ups and checks change nothing. */
    static RestRequest post(RestPath path, JsonNode body) {
        return new RestRequest("POST", path.toString(), Optional.of(body), true);
    }

    static RestRequest delete(RestPath path) {
        return new RestRequest("DELETE", path.toString(), Optional.empty(), false);
    }
}
