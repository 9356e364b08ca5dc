package org.lsst.efd.connect.influxdb.write;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * Key and trust stores for TLS. Host names are always verified.
 *
 * @param trust whom to trust; empty for the certificates of the Java installation
 * @param identity our own certificate; empty for none
 */
public record TlsFiles(Optional<StoreFile> trust, Optional<StoreFile> identity) {

    /**
     * A key store on disk.
     *
     * @param type {@code JKS} or {@code PKCS12}
     * @param password of the store; empty for none
     * @param keyPassword of the key inside; the same as that of the store where not set apart
     */
    public record StoreFile(Path location, String type, String password, String keyPassword) {
        private KeyStore load() throws IOException, GeneralSecurityException {
            KeyStore store = KeyStore.getInstance(type);
            try (InputStream in = Files.newInputStream(location)) {
                store.load(in, charsOf(password));
            }
            return store;
        }

        /** Shows no password. */
        @Override
        public String toString() {
            return location.toString();
        }
    }

    /**
     * Whom to trust.
     *
     * @throws ConfigException if the trust store cannot be read; the message holds no password
     */
    X509TrustManager trustManager() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trust.isPresent() ? trust.get().load() : null);
            return Arrays.stream(factory.getTrustManagers())
                    .filter(X509TrustManager.class::isInstance)
                    .map(X509TrustManager.class::cast)
                    .findFirst()
                    .orElseThrow(() -> new ConfigException("the Java installation has no X.509 trust manager"));
        } catch (IOException | GeneralSecurityException unreadable) {
            throw cannotRead("trust", trust, unreadable);
        }
    }

    /**
     * The TLS context.
     *
     * @throws ConfigException if the key store cannot be read; the message holds no password
     */
    SSLContext context(X509TrustManager trustManager) {
        try {
            KeyManager @Nullable [] keys = null;
            if (identity.isPresent()) {
                KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                factory.init(identity.get().load(), charsOf(identity.get().keyPassword()));
                keys = factory.getKeyManagers();
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, new TrustManager[] {trustManager}, null);
            return context;
        } catch (IOException | GeneralSecurityException unreadable) {
            throw cannotRead("key", identity, unreadable);
        }
    }

    private static char @Nullable [] charsOf(String password) {
        return password.isEmpty() ? null : password.toCharArray();
    }

    private static ConfigException cannotRead(String what, Optional<StoreFile> file, Exception cause) {
        ConfigException failure = new ConfigException("cannot read " + what + " store "
                + file.map(StoreFile::toString).orElse("of the Java installation") + ": " + cause.getMessage());
        failure.initCause(cause);
        return failure;
    }
}
