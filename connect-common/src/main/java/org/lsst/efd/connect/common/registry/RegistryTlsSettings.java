package org.lsst.efd.connect.common.registry;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.common.config.types.Password;
import org.lsst.efd.connect.common.settings.Mistakes;
import org.lsst.efd.connect.common.settings.Setting;
import org.lsst.efd.connect.common.settings.SettingValues;
import org.lsst.efd.registry.KeyMaterial;
import org.lsst.efd.registry.Secret;
import org.lsst.efd.registry.TlsOptions;

/** The keys {@code ssl.*} of a registry, which mean what they mean in Kafka's clients. Immutable. */
final class RegistryTlsSettings {
    private static final String PEM = "PEM";

    private final StoreSettings trust;
    private final StoreSettings identity;
    private final Setting<Password> keyPassword;
    private final Setting<Password> privateKey;
    private final Setting<String> hostCheck;
    private final Setting<List<String>> protocols;
    private final Setting<List<String>> cipherSuites;

    RegistryTlsSettings(RegistryKeys keys) {
        this.trust = new StoreSettings(keys, "truststore", "certificates", "whom to trust");
        this.identity =
                new StoreSettings(keys, "keystore", "certificate.chain", "the client's own certificate and key");
        this.keyPassword = Setting.secret(keys.inNamespace("ssl.key.password"))
                .orAbsent()
                .withDoc("Password of the private key, where it differs from that of the keystore.");
        this.privateKey = Setting.secret(keys.inNamespace("ssl.keystore.key"))
                .orAbsent()
                .withDoc("The client's private key as PEM text (PKCS 8).");
        this.hostCheck = Setting.text(keys.inNamespace("ssl.endpoint.identification.algorithm"))
                .orElse("https")
                .where(
                        name -> name.isEmpty() || name.equalsIgnoreCase("https"),
                        "must be https, or empty to switch it off")
                .withDoc("`https` demands a certificate of the host in the URL; empty: any trusted certificate.");
        this.protocols = Setting.list(keys.inNamespace("ssl.enabled.protocols"))
                .orElse(List.of())
                .withDoc("TLS versions allowed; default: those of Java.");
        this.cipherSuites = Setting.list(keys.inNamespace("ssl.cipher.suites"))
                .orElse(List.of())
                .withDoc("Cipher suites allowed; default: those of Java.");
    }

    /** One of the two stores. */
    private static final class StoreSettings {
        final Setting<String> type;
        final Setting<String> location;
        final Setting<Password> password;
        final Setting<Password> pemText;

        StoreSettings(RegistryKeys keys, String store, String pemName, String purpose) {
            String start = "ssl." + store + ".";
            this.type = Setting.text(keys.inNamespace(start + "type"))
                    .as(name -> name.toUpperCase(Locale.ROOT))
                    .where(List.of("JKS", "PKCS12", PEM)::contains, "must be JKS, PKCS12 or PEM")
                    .orElse("JKS")
                    .withDoc("Format of the " + store + ": `JKS`, `PKCS12` or `PEM`.");
            this.location = Setting.text(keys.inNamespace(start + "location"))
                    .orAbsent()
                    .withDoc("File with " + purpose + ".");
            this.password = Setting.secret(keys.inNamespace(start + "password"))
                    .orAbsent()
                    .withDoc("Password of the " + store + " file.");
            this.pemText = Setting.secret(keys.inNamespace(start + pemName))
                    .orAbsent()
                    .withDoc("Certificates as PEM text, instead of a file.");
        }

        boolean isPem(SettingValues values) {
            return values.get(type).equals(PEM);
        }

        List<Setting<?>> all() {
            return List.of(type, location, password, pemText);
        }
    }

    List<Setting<?>> all() {
        List<Setting<?>> all = new ArrayList<>(trust.all());
        all.addAll(identity.all());
        all.addAll(List.of(keyPassword, privateKey, hostCheck, protocols, cipherSuites));
        return List.copyOf(all);
    }

    TlsOptions options(SettingValues values) {
        return new TlsOptions(
                material(trust, values),
                material(identity, values),
                !values.get(hostCheck).isEmpty(),
                values.get(protocols),
                values.get(cipherSuites));
    }

    private Optional<KeyMaterial> material(StoreSettings store, SettingValues values) {
        Optional<Secret> keySecret = values.optional(keyPassword).map(RegistryTlsSettings::secret);
        if (store.isPem(values) && values.optional(store.pemText).isPresent()) {
            Optional<Secret> key = values.optional(privateKey).map(RegistryTlsSettings::secret);
            return values.optional(store.pemText).map(text -> new KeyMaterial.PemText(text.value(), key, keySecret));
        }
        return values.optional(store.location)
                .map(Path::of)
                .map(file -> store.isPem(values)
                        ? new KeyMaterial.PemFile(file, keySecret)
                        : new KeyMaterial.Store(
                                values.get(store.type),
                                file,
                                values.optional(store.password).map(RegistryTlsSettings::secret),
                                keySecret));
    }

    private static Secret secret(Password password) {
        return new Secret(password.value());
    }

    /** Reads the stores, so that {@code validate} finds what is wrong with them. */
    void check(SettingValues values, Mistakes mistakes) {
        checkStore(trust, options(values).identifiedByNobody(), values, mistakes);
        checkStore(identity, options(values).trustingJava(), values, mistakes);
    }

    private static void checkStore(StoreSettings store, TlsOptions options, SettingValues values, Mistakes mistakes) {
        boolean isText = values.optional(store.pemText).isPresent();
        if (isText && !store.isPem(values)) {
            mistakes.on(store.type, "must be PEM when " + store.pemText.key() + " is set");
            return;
        }
        try {
            options.requireUsable();
        } catch (IllegalArgumentException unusable) {
            mistakes.on(isText ? store.pemText : store.location, String.valueOf(unusable.getMessage()));
        }
    }
}
