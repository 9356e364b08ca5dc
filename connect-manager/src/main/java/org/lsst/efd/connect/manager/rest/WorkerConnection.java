package org.lsst.efd.connect.manager.rest;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the workers of one cluster are reached.
 *
 * @param urls at least one; tried in order
 * @param connectTimeout for making a connection
 * @param requestTimeout for the whole answer
 * @param rebalanceTimeout for how long a request is repeated while the cluster rebalances
 * @param login for basic authentication
 * @param tls certificates and keys
 */
public record WorkerConnection(
        List<URI> urls,
        Duration connectTimeout,
        Duration requestTimeout,
        Duration rebalanceTimeout,
        Optional<Login> login,
        TlsFiles tls) {
    public WorkerConnection {
        urls = List.copyOf(urls);
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("at least one worker URL is needed");
        }
    }

    /** A user and a password; never printed. */
    public record Login(String user, String password) {
        @Override
        public String toString() {
            return user + ":***";
        }
    }
}
