package org.lsst.efd.registry;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** How a client proves who it is, apart from a client certificate. */
public sealed interface Credentials {
    /** No {@code Authorization} header. */
    record None() implements Credentials {
        @Override
        public Optional<String> authorization(URI url) {
            return Optional.empty();
        }
    }

    /** HTTP basic authentication with one user for all URLs. */
    record Basic(String user, Secret password) implements Credentials {
        @Override
        public Optional<String> authorization(URI url) {
            return Optional.of(basic(user + ":" + password.value()));
        }
    }

    /** HTTP basic authentication with the user information of each URL ({@code http://user:password@host}). */
    record FromUrl() implements Credentials {
        @Override
        public Optional<String> authorization(URI url) {
            return Optional.ofNullable(url.getUserInfo()).map(Credentials::basic);
        }
    }

    /** A fixed bearer token. */
    record Bearer(Secret token) implements Credentials {
        @Override
        public Optional<String> authorization(URI url) {
            return Optional.of("Bearer " + token.value());
        }
    }

    /** The value of the {@code Authorization} header for a URL, a secret; empty for none. */
    Optional<String> authorization(URI url);

    private static String basic(String userAndPassword) {
        byte[] bytes = userAndPassword.getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(bytes);
    }
}
