package org.lsst.efd.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.lsst.efd.registry.KeyMaterial.PemFile;
import org.lsst.efd.registry.KeyMaterial.PemText;
import org.lsst.efd.registry.KeyMaterial.Store;
import org.lsst.efd.registry.Outcome.Found;
import org.lsst.efd.registry.Outcome.Refusal;
import org.lsst.efd.registry.Outcome.Refused;

@TestInstance(Lifecycle.PER_CLASS)
final class TlsTest {
    private static final Secret PASSWORD = new Secret("changeit");
    private static final Optional<Secret> WITH_PASSWORD = Optional.of(PASSWORD);

    @TempDir
    private static Path directory;

    private Store serverStore = new Store("PKCS12", Path.of("unset"), WITH_PASSWORD, Optional.empty());
    private Store clientStore = serverStore;
    private InTestRegistry open = InTestRegistry.start();
    private InTestRegistry mutual = open;

    @BeforeAll
    void start() throws Exception {
        open.close();
        serverStore = keyPair("server", "PKCS12", "RSA", "ip:" + open.url().getHost() + ",dns:localhost");
        clientStore = keyPair("client", "JKS", "RSA", "dns:client");
        open = InTestRegistry.start(
                Tls.of(TlsOptions.DEFAULTS.identifiedBy(serverStore)).context(), false);
        mutual = InTestRegistry.start(
                Tls.of(TlsOptions.DEFAULTS.identifiedBy(serverStore).trusting(clientStore))
                        .context(),
                true);
    }

    @AfterAll
    void stop() {
        open.close();
        mutual.close();
    }

    /** A key with a certificate that is its own authority, made by the JDK's tool. */
    private static Store keyPair(String name, String format, String algorithm, String alternativeName)
            throws Exception {
        Path file = directory.resolve(name + "." + format);
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        List<String> command = new ArrayList<>(List.of(keytool.toString(), "-genkeypair", "-alias", name));
        command.addAll(List.of("-keyalg", algorithm, "-validity", "2", "-dname", "CN=" + name));
        command.addAll(List.of("-ext", "san=" + alternativeName, "-ext", "bc:c"));
        command.addAll(List.of("-storetype", format, "-keystore", file.toString()));
        command.addAll(List.of("-storepass", PASSWORD.value(), "-keypass", PASSWORD.value()));
        Path log = directory.resolve(name + ".log");
        Process tool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(tool.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(tool.exitValue()).as(Files.readString(log)).isZero();
        return new Store(format, file, WITH_PASSWORD, Optional.empty());
    }

    private static KeyStore load(Store store) throws Exception {
        KeyStore loaded = KeyStore.getInstance(store.format());
        try (InputStream bytes = Files.newInputStream(store.file())) {
            loaded.load(bytes, PASSWORD.value().toCharArray());
        }
        return loaded;
    }

    private static String pem(String label, byte[] bytes) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(bytes) + "\n-----END " + label
                + "-----\n";
    }

    private static String certificatePem(Store store, String alias) throws Exception {
        return pem("CERTIFICATE", load(store).getCertificate(alias).getEncoded());
    }

    private static byte[] key(Store store, String alias) throws Exception {
        return ((PrivateKey) load(store).getKey(alias, PASSWORD.value().toCharArray())).getEncoded();
    }

    private static byte[] encrypted(byte[] key, String password) throws Exception {
        String algorithm = "PBEWithHmacSHA256AndAES_256";
        Cipher cipher = Cipher.getInstance(algorithm);
        cipher.init(
                Cipher.ENCRYPT_MODE,
                SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(password.toCharArray())));
        // EncryptedPrivateKeyInfo of RFC 5208 by hand: Java 17 writes none with PBES2 (1.2.840.113549.1.5.13)
        byte[] pbes2 = {0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 1, 5, 13};
        byte[] scheme = der(0x30, der(0x06, pbes2), cipher.getParameters().getEncoded());
        return der(0x30, scheme, der(0x04, cipher.doFinal(key)));
    }

    private static byte[] der(int tag, byte[]... parts) throws Exception {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.write(part);
        }
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.write(tag);
        if (content.size() > 127) {
            element.write(0x82);
            element.write(content.size() >> 8);
        }
        element.write(content.size());
        content.writeTo(element);
        return element.toByteArray();
    }

    private static Outcome<RegistryMode> ask(InTestRegistry registry, TlsOptions tls) {
        return RegistryClient.open(RegistryOptions.of(registry.url())
                        .with(RetryOptions.NONE)
                        .with(tls))
                .mode();
    }

    private PemText trustedPem() throws Exception {
        return new PemText(certificatePem(serverStore, "server"), Optional.empty(), Optional.empty());
    }

    @Test
    void trustsACertificateFromAStoreOrPem() throws Exception {
        Path file = Files.writeString(directory.resolve("trusted.pem"), certificatePem(serverStore, "server"));

        assertThat(ask(open, TlsOptions.DEFAULTS.trusting(serverStore))).isInstanceOf(Found.class);
        assertThat(ask(open, TlsOptions.DEFAULTS.trusting(trustedPem()))).isInstanceOf(Found.class);
        assertThat(ask(open, TlsOptions.DEFAULTS.trusting(new PemFile(file, Optional.empty()))))
                .isInstanceOf(Found.class);
    }

    @Test
    void refusesACertificateThatNobodyTrusts() {
        for (TlsOptions tls : List.of(TlsOptions.DEFAULTS, TlsOptions.DEFAULTS.trusting(clientStore))) {
            assertThat(ask(open, tls)).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.reason())
                    .isEqualTo(Refusal.NOT_AUTHORIZED));
        }
    }

    @Test
    void checksTheHostUnlessToldNotTo() throws Exception {
        Store elsewhere = keyPair("elsewhere", "PKCS12", "RSA", "dns:elsewhere.example");
        try (InTestRegistry other = InTestRegistry.start(
                Tls.of(TlsOptions.DEFAULTS.identifiedBy(elsewhere)).context(), false)) {
            TlsOptions strict = TlsOptions.DEFAULTS.trusting(elsewhere);
            TlsOptions lax = new TlsOptions(strict.trust(), Optional.empty(), false, List.of(), List.of());

            assertThat(ask(other, strict)).isInstanceOf(Refused.class);
            assertThat(ask(other, lax)).isInstanceOf(Found.class);
            assertThat(ask(open, lax)).isInstanceOf(Refused.class);
        }
    }

    @Test
    void showsAClientCertificateFromAStoreOrPem() throws Exception {
        TlsOptions trusting = TlsOptions.DEFAULTS.trusting(serverStore);
        String certificate = certificatePem(clientStore, "client");
        String plainKey = pem("PRIVATE KEY", key(clientStore, "client"));
        String hiddenKey = pem("ENCRYPTED PRIVATE KEY", encrypted(key(clientStore, "client"), "keypass"));
        Path file = Files.writeString(directory.resolve("client.pem"), hiddenKey + certificate);

        assertThat(ask(mutual, trusting)).isNotInstanceOf(Found.class);
        assertThat(ask(mutual, trusting.identifiedBy(clientStore))).isInstanceOf(Found.class);
        assertThat(ask(
                        mutual,
                        trusting.identifiedBy(
                                new PemText(certificate, Optional.of(new Secret(plainKey)), Optional.empty()))))
                .isInstanceOf(Found.class);
        assertThat(ask(mutual, trusting.identifiedBy(new PemFile(file, Optional.of(new Secret("keypass"))))))
                .isInstanceOf(Found.class);
    }

    @Test
    void readsKeysOfOtherAlgorithms() throws Exception {
        Store elliptic = keyPair("elliptic", "PKCS12", "EC", "dns:elliptic");
        String key = pem("PRIVATE KEY", key(elliptic, "elliptic"));

        assertThat(Pem.privateKey(key, Optional.empty()).getAlgorithm()).isEqualTo("EC");
    }

    @Test
    void allowsOnlyTheProtocolsNamed() {
        TlsOptions old =
                new TlsOptions(Optional.of(serverStore), Optional.empty(), true, List.of("TLSv1.2"), List.of());

        assertThat(Tls.of(old).parameters().getProtocols()).containsExactly("TLSv1.2");
        assertThat(ask(open, old)).isInstanceOf(Found.class);
    }

    @Test
    void namesTheFileAndNoPasswordWhenAStoreCannotBeUsed() throws Exception {
        Path absent = directory.resolve("absent.jks");
        Store wrongPassword =
                new Store("PKCS12", serverStore.file(), Optional.of(new Secret("wrong1")), Optional.empty());
        Path keyOnly = Files.writeString(
                directory.resolve("legacy.pem"),
                certificatePem(clientStore, "client") + pem("RSA PRIVATE KEY", new byte[] {1}));
        Path locked = Files.writeString(
                directory.resolve("locked.pem"),
                certificatePem(clientStore, "client")
                        + pem("ENCRYPTED PRIVATE KEY", encrypted(key(clientStore, "client"), "keypass")));

        assertThatThrownBy(() -> TlsOptions.DEFAULTS
                        .trusting(new Store("JKS", absent, WITH_PASSWORD, Optional.empty()))
                        .requireUsable())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(absent.toString());
        assertThatThrownBy(() -> TlsOptions.DEFAULTS.identifiedBy(wrongPassword).requireUsable())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(serverStore.file().toString())
                .satisfies(failure -> assertThat(failure.toString()).doesNotContain("wrong1"));
        assertThatThrownBy(() -> TlsOptions.DEFAULTS
                        .identifiedBy(new PemFile(keyOnly, Optional.empty()))
                        .requireUsable())
                .hasMessageContaining("pkcs8");
        assertThatThrownBy(() -> TlsOptions.DEFAULTS
                        .identifiedBy(new PemFile(locked, Optional.empty()))
                        .requireUsable())
                .hasMessageContaining("needs a password");
        assertThatThrownBy(() -> TlsOptions.DEFAULTS
                        .identifiedBy(new PemFile(locked, Optional.of(new Secret("wrong1"))))
                        .requireUsable())
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(failure -> assertThat(failure.toString()).doesNotContain("wrong1"));
    }
}
