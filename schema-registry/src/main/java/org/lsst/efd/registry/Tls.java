package org.lsst.efd.registry;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * What {@link TlsOptions} become.
 *
 * @param context keys and trust
 * @param parameters protocols and cipher suites
 */
record Tls(SSLContext context, SSLParameters parameters) {
    /**
     * Reads the files that the options name.
     *
     * @throws IllegalArgumentException if one cannot be read or used; the text names it and holds no password
     */
    static Tls of(TlsOptions options) {
        try {
            KeyManager @Nullable [] keys = null;
            if (options.identity().isPresent()) {
                keys = keyManagers(KeyStores.identity(options.identity().get()));
            }
            TrustManager @Nullable [] trust = null;
            if (options.trust().isPresent() || !options.verifiesHostname()) {
                TrustManagerFactory factory =
                        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
                KeyStore trusted = options.trust().map(KeyStores::trusted).orElse(null);
                factory.init(trusted);
                trust = options.verifiesHostname()
                        ? factory.getTrustManagers()
                        : new TrustManager[] {AnyHost.of(factory.getTrustManagers())};
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust, null);
            return new Tls(context, parameters(options));
        } catch (GeneralSecurityException unusable) {
            throw new IllegalArgumentException("TLS cannot be set up: " + unusable.getMessage(), unusable);
        }
    }

    private static KeyManager[] keyManagers(KeyStores.Identity identity) throws GeneralSecurityException {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(identity.store(), identity.keyPassword().value().toCharArray());
        return factory.getKeyManagers();
    }

    private static SSLParameters parameters(TlsOptions options) {
        SSLParameters parameters = new SSLParameters();
        if (!options.protocols().isEmpty()) {
            parameters.setProtocols(options.protocols().toArray(new String[0]));
        }
        if (!options.cipherSuites().isEmpty()) {
            parameters.setCipherSuites(options.cipherSuites().toArray(new String[0]));
        }
        return parameters;
    }

    /** Checks certificates as another one does, but not that they are those of the host: the HTTP client always asks. */
    private static final class AnyHost extends javax.net.ssl.X509ExtendedTrustManager {
        private final X509TrustManager checks;

        private AnyHost(X509TrustManager checks) {
            this.checks = checks;
        }

        static AnyHost of(TrustManager[] managers) {
            for (TrustManager manager : managers) {
                if (manager instanceof X509TrustManager checks) {
                    return new AnyHost(checks);
                }
            }
            throw new IllegalArgumentException("Java has no trust manager for X.509 certificates");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            checks.checkServerTrusted(chain, type);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            checks.checkServerTrusted(chain, type);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            checks.checkServerTrusted(chain, type);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            checks.checkClientTrusted(chain, type);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            checks.checkClientTrusted(chain, type);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            checks.checkClientTrusted(chain, type);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return checks.getAcceptedIssuers();
        }
    }
}
