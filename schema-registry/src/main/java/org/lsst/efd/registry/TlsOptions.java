package org.lsst.efd.registry;

import java.util.List;
import java.util.Optional;

/**
 * TLS towards {@code https} URLs.
 *
 * @param trust whom to trust; absent: the certificates that Java trusts
 * @param identity the client's own certificate and key, for mutual TLS
 * @param verifiesHostname whether the certificate must be that of the host in the URL
 * @param protocols the protocol versions allowed, empty for Java's
 * @param cipherSuites the cipher suites allowed, empty for Java's
 */
public record TlsOptions(
        Optional<KeyMaterial> trust,
        Optional<KeyMaterial> identity,
        boolean verifiesHostname,
        List<String> protocols,
        List<String> cipherSuites) {
    /** What Java trusts, no client certificate. */
    public static final TlsOptions DEFAULTS =
            new TlsOptions(Optional.empty(), Optional.empty(), true, List.of(), List.of());

    public TlsOptions {
        protocols = List.copyOf(protocols);
        cipherSuites = List.copyOf(cipherSuites);
    }

    /** The same with other trusted certificates. */
    public TlsOptions trusting(KeyMaterial certificates) {
        return new TlsOptions(Optional.of(certificates), identity, verifiesHostname, protocols, cipherSuites);
    }

    /** The same with a client certificate. */
    public TlsOptions identifiedBy(KeyMaterial certificateAndKey) {
        return new TlsOptions(trust, Optional.of(certificateAndKey), verifiesHostname, protocols, cipherSuites);
    }

    /** The same with the certificates that Java trusts. */
    public TlsOptions trustingJava() {
        return new TlsOptions(Optional.empty(), identity, verifiesHostname, protocols, cipherSuites);
    }

    /** The same without a client certificate. */
    public TlsOptions identifiedByNobody() {
        return new TlsOptions(trust, Optional.empty(), verifiesHostname, protocols, cipherSuites);
    }

    /**
     * Reads what the options name.
     *
     * @throws IllegalArgumentException if it cannot be read or used; the text names the file and holds no password
     */
    public void requireUsable() {
        Tls.of(this);
    }
}
