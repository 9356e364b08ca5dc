package org.lsst.efd.connect.avro.registry;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.common.config.types.Password;
import org.lsst.efd.connect.common.settings.Setting;
import org.lsst.efd.connect.common.settings.SettingValues;
import org.lsst.efd.registry.KeyMaterial;
import org.lsst.efd.registry.Secret;
import org.lsst.efd.registry.TlsOptions;

/** TLS towards the registry, with Kafka's keys behind {@code schema.registry.ssl.}. */
final class TlsSettings {
    private static final String PREFIX = "schema.registry.ssl.";

    private static final Setting<String> TRUST_FILE = text("truststore.location", "", "Trusted certificates.");
    private static final Setting<String> TRUST_TYPE = text("truststore.type", "JKS", "`JKS`, `PKCS12` or `PEM`.");
    private static final Setting<Password> TRUST_PASSWORD =
            secret("truststore.password", "Password of the trusted certificates' file.");
    private static final Setting<Password> TRUST_PEM =
            secret("truststore.certificates", "Trusted certificates as PEM text, instead of a file.");
    private static final Setting<String> KEY_FILE = text("keystore.location", "", "The client's certificate and key.");
    private static final Setting<String> KEY_TYPE = text("keystore.type", "JKS", "`JKS`, `PKCS12` or `PEM`.");
    private static final Setting<Password> KEY_FILE_PASSWORD =
            secret("keystore.password", "Password of the client's file.");
    private static final Setting<Password> KEY_PASSWORD = secret("key.password", "Password of the client's key.");
    private static final Setting<Password> KEY_PEM =
            secret("keystore.key", "The client's key as PEM text, instead of a file.");
    private static final Setting<Password> CHAIN_PEM =
            secret("keystore.certificate.chain", "The client's certificate as PEM text, instead of a file.");
    private static final Setting<String> IDENTIFICATION = text(
            "endpoint.identification.algorithm",
            "https",
            "Empty: the certificate need not be that of the host in the URL.");
    private static final Setting<List<String>> PROTOCOLS = Setting.list(PREFIX + "enabled.protocols")
            .orElse(List.of())
            .withDoc("Protocol versions allowed; Java's if empty.");
    private static final Setting<List<String>> CIPHERS =
            Setting.list(PREFIX + "cipher.suites").orElse(List.of()).withDoc("Cipher suites allowed; Java's if empty.");

    static final List<Setting<?>> ALL = List.of(
            TRUST_FILE,
            TRUST_TYPE,
            TRUST_PASSWORD,
            TRUST_PEM,
            KEY_FILE,
            KEY_TYPE,
            KEY_FILE_PASSWORD,
            KEY_PASSWORD,
            KEY_PEM,
            CHAIN_PEM,
            IDENTIFICATION,
            PROTOCOLS,
            CIPHERS);

    private TlsSettings() {}

    private static Setting<String> text(String key, String byDefault, String doc) {
        return Setting.text(PREFIX + key).orElse(byDefault).withDoc(doc);
    }

    private static Setting<Password> secret(String key, String doc) {
        return Setting.secret(PREFIX + key).orAbsent().withDoc(doc);
    }

    static TlsOptions optionsFrom(SettingValues values) {
        Optional<KeyMaterial> trust = values.optional(TRUST_PEM)
                .<KeyMaterial>map(pem -> new KeyMaterial.PemText(pem.value(), Optional.empty(), Optional.empty()))
                .or(() -> file(values, TRUST_FILE, TRUST_TYPE, TRUST_PASSWORD, Optional.empty()));
        Optional<Secret> keyPassword = secretOf(values, KEY_PASSWORD);
        Optional<KeyMaterial> identity = values.optional(CHAIN_PEM)
                .<KeyMaterial>map(pem -> new KeyMaterial.PemText(pem.value(), secretOf(values, KEY_PEM), keyPassword))
                .or(() -> file(values, KEY_FILE, KEY_TYPE, KEY_FILE_PASSWORD, keyPassword));
        return new TlsOptions(
                trust, identity, !values.get(IDENTIFICATION).isEmpty(), values.get(PROTOCOLS), values.get(CIPHERS));
    }

    private static Optional<KeyMaterial> file(
            SettingValues values,
            Setting<String> location,
            Setting<String> type,
            Setting<Password> password,
            Optional<Secret> keyPassword) {
        String file = values.get(location);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        String format = values.get(type).toUpperCase(Locale.ROOT);
        return Optional.of(
                format.equals("PEM")
                        ? new KeyMaterial.PemFile(Path.of(file), keyPassword)
                        : new KeyMaterial.Store(format, Path.of(file), secretOf(values, password), keyPassword));
    }

    private static Optional<Secret> secretOf(SettingValues values, Setting<Password> setting) {
        return values.optional(setting).map(password -> new Secret(password.value()));
    }
}
