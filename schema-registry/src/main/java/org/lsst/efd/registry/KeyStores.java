package org.lsst.efd.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Key stores in memory, read from {@link KeyMaterial}. */
final class KeyStores {
    private KeyStores() {}

    /**
     * A private key with its certificates.
     *
     * @param store holds them
     * @param keyPassword opens the key in the store
     */
    record Identity(KeyStore store, Secret keyPassword) {}

    /**
     * The certificates to trust.
     *
     * @throws IllegalArgumentException if they cannot be read; the text names the file and holds no password
     */
    static KeyStore trusted(KeyMaterial material) {
        if (material instanceof KeyMaterial.Store file) {
            return load(file);
        }
        try {
            KeyStore store = empty();
            List<X509Certificate> certificates = Pem.certificates(certificates(material));
            for (int i = 0; i < certificates.size(); i++) {
                store.setCertificateEntry("trusted" + i, certificates.get(i));
            }
            return store;
        } catch (GeneralSecurityException | IOException unusable) {
            throw unusable(nameOf(material), unusable);
        }
    }

    /**
     * The client's own key and certificates.
     *
     * @throws IllegalArgumentException if they cannot be read; the text names the file and holds no password
     */
    static Identity identity(KeyMaterial material) {
        if (material instanceof KeyMaterial.Store file) {
            return new Identity(
                    load(file), file.keyPassword().or(file::password).orElse(new Secret("")));
        }
        try {
            String certificates = certificates(material);
            String key = material instanceof KeyMaterial.PemText text
                    ? text.key().map(Secret::value).orElse("")
                    : certificates;
            PrivateKey privateKey = Pem.privateKey(key, keyPassword(material));
            KeyStore store = empty();
            X509Certificate[] chain = Pem.certificates(certificates).toArray(new X509Certificate[0]);
            Secret inMemory = new Secret("in memory");
            store.setKeyEntry("client", privateKey, inMemory.value().toCharArray(), chain);
            return new Identity(store, inMemory);
        } catch (GeneralSecurityException | IOException unusable) {
            throw unusable(nameOf(material), unusable);
        }
    }

    private static KeyStore load(KeyMaterial.Store file) {
        try (InputStream bytes = Files.newInputStream(file.file())) {
            KeyStore store = KeyStore.getInstance(file.format());
            char @Nullable [] password =
                    file.password().map(secret -> secret.value().toCharArray()).orElse(null);
            store.load(bytes, password);
            return store;
        } catch (GeneralSecurityException | IOException unusable) {
            throw unusable(file.file().toString(), unusable);
        }
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static String certificates(KeyMaterial material) throws IOException {
        if (material instanceof KeyMaterial.PemFile file) {
            return Files.readString(file.file());
        }
        return material instanceof KeyMaterial.PemText text ? text.certificates() : "";
    }

    private static Optional<Secret> keyPassword(KeyMaterial material) {
        if (material instanceof KeyMaterial.PemFile file) {
            return file.keyPassword();
        }
        return material instanceof KeyMaterial.PemText text ? text.keyPassword() : Optional.empty();
    }

    private static String nameOf(KeyMaterial material) {
        return material instanceof KeyMaterial.PemFile pem ? pem.file().toString() : "the PEM text";
    }

    private static IllegalArgumentException unusable(String name, Exception cause) {
        return new IllegalArgumentException("cannot use " + name + ": " + cause.getMessage(), cause);
    }
}
