package org.lsst.efd.connect.manager.rest;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.lsst.efd.connect.manager.outcome.CommandFailure;

/**
 * The PEM files of a TLS connection.
 *
 * @param authority certificates that are trusted instead of the system's
 * @param certificate the client's certificate chain
 * @param key the client's private key, PKCS#8, not encrypted
 * @param insecure whether any certificate and host name is accepted
 */
public record TlsFiles(Optional<Path> authority, Optional<Path> certificate, Optional<Path> key, boolean insecure) {
    public TlsFiles {
        if (certificate.isPresent() != key.isPresent()) {
            throw CommandFailure.usage(
                    "A client certificate and its key are given together: --rest-cert and --rest-key");
        }
    }

    /** The system's trust, no client certificate. */
    public static TlsFiles none() {
        return new TlsFiles(Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    /** The context these files make, or empty where the system's own will do. */
    Optional<SSLContext> context() {
        if (authority.isEmpty() && certificate.isEmpty() && !insecure) {
            return Optional.empty();
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers(), trustManagers(), new SecureRandom());
            return Optional.of(context);
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            throw CommandFailure.usage("The TLS files cannot be used: " + e.getMessage(), e);
        }
    }

    private KeyManager[] keyManagers() throws GeneralSecurityException, IOException {
        if (certificate.isEmpty() || key.isEmpty()) {
            return new KeyManager[0];
        }
        char[] noPassword = new char[0];
        KeyStore store = emptyStore();
        store.setKeyEntry(
                "client",
                privateKey(key.get()),
                noPassword,
                certificates(certificate.get()).toArray(Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, noPassword);
        return factory.getKeyManagers();
    }

    private TrustManager[] trustManagers() throws GeneralSecurityException, IOException {
        if (insecure) {
            return new TrustManager[] {new AcceptsAnyCertificate()};
        }
        KeyStore store = null;
        if (authority.isPresent()) {
            store = emptyStore();
            int number = 0;
            for (Certificate trusted : certificates(authority.get())) {
                store.setCertificateEntry("authority-" + number++, trusted);
            }
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Collection<? extends Certificate> certificates(Path file)
            throws GeneralSecurityException, IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in);
        }
    }

    private static PrivateKey privateKey(Path file) throws GeneralSecurityException, IOException {
        String pem = Files.readString(file);
        String begin = "-----BEGIN PRIVATE KEY-----";
        int start = pem.indexOf(begin);
        int end = pem.indexOf("-----END PRIVATE KEY-----");
        if (start < 0 || end < start) {
            throw new IOException(file + " holds no unencrypted PKCS#8 key (BEGIN PRIVATE KEY); "
                    + "convert it with: openssl pkcs8 -topk8 -nocrypt");
        }
        byte[] encoded = Base64.getMimeDecoder().decode(pem.substring(start + begin.length(), end));
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            Optional<PrivateKey> key = keyOf(algorithm, encoded);
            if (key.isPresent()) {
                return key.get();
            }
        }
        throw new IOException(file + " holds a key that is neither RSA, EC nor EdDSA");
    }

    private static Optional<PrivateKey> keyOf(String algorithm, byte[] encoded) throws GeneralSecurityException {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded)));
        } catch (InvalidKeySpecException e) {
            return Optional.empty();
        }
    }

    /** Asked for by --insecure, which warns. An extended trust manager also replaces the check of the host name. */
    private static final class AcceptsAnyCertificate extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
