package org.lsst.efd.registry;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** A path of the REST API with each segment and query value percent-encoded; subjects may hold {@code /} and blanks. */
final class RestPath {
    private final StringBuilder path = new StringBuilder();
    private boolean hasQuery;

    private RestPath() {}

    /** The path of these segments. */
    static RestPath of(Object... segments) {
        RestPath made = new RestPath();
        for (Object segment : segments) {
            made.path.append('/').append(encoded(segment.toString()));
        }
        return made;
    }

    /** The path with one more query parameter. */
    RestPath with(String name, Object value) {
        path.append(hasQuery ? '&' : '?').append(name).append('=').append(encoded(value.toString()));
        hasQuery = true;
        return this;
    }

    /** The path with a parameter {@code true} if the claim holds, else as it is. */
    RestPath flaggedIf(boolean holds, String name) {
        return holds ? with(name, true) : this;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
