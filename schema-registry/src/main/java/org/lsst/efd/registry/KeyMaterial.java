package org.lsst.efd.registry;

import java.nio.file.Path;
import java.util.Optional;

/** Certificates, with private keys or without, for TLS. */
public sealed interface KeyMaterial {
    /**
     * A key store file.
     *
     * @param format {@code JKS} or {@code PKCS12}
     * @param password of the file, absent for a truststore that needs none
     * @param keyPassword of the private key where it differs from that of the file
     */
    record Store(String format, Path file, Optional<Secret> password, Optional<Secret> keyPassword)
            implements KeyMaterial {}

    /**
     * A PEM file: certificates, and for a client certificate a private key in PKCS 8.
     *
     * @param keyPassword of an encrypted private key
     */
    record PemFile(Path file, Optional<Secret> keyPassword) implements KeyMaterial {}

    /**
     * PEM text: certificates, and for a client certificate a private key in PKCS 8.
     *
     * @param certificates one or more certificates, the client's own first
     * @param key the private key, absent for trusted certificates
     * @param keyPassword of an encrypted private key
     */
    record PemText(String certificates, Optional<Secret> key, Optional<Secret> keyPassword) implements KeyMaterial {}
}
