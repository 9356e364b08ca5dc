package org.lsst.efd.registry;

/** How a client proves who it is, apart from a client certificate. */
public sealed interface Credentials {
    /** No {@code Authorization} header. */
    record None() implements Credentials {}

    /** HTTP basic authentication with one user for all URLs. */
    record Basic(String user, Secret password) implements Credentials {}

    /** HTTP basic authentication with the user information of each URL ({@code http://user:password@host}). */
    record FromUrl() implements Credentials {}

    /** A fixed bearer token. */
    record Bearer(Secret token) implements Credentials {}
}
