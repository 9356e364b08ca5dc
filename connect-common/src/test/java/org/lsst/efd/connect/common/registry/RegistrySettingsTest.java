package org.lsst.efd.connect.common.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lsst.efd.connect.common.settings.Setting;
import org.lsst.efd.connect.common.settings.Settings;
import org.lsst.efd.registry.CacheOptions;
import org.lsst.efd.registry.Credentials;
import org.lsst.efd.registry.KeyMaterial;
import org.lsst.efd.registry.RegistryOptions;
import org.lsst.efd.registry.RetryOptions;
import org.lsst.efd.registry.Secret;
import org.lsst.efd.registry.TlsOptions;

final class RegistrySettingsTest {
    private static final RegistrySettings REGISTRY = RegistrySettings.ofConverter();
    private static final Settings SETTINGS = REGISTRY.addTo(Settings.none(), "Registry");
    private static final String URL = "schema.registry.url";

    private static RegistryOptions options(Map<String, String> configuration) {
        return REGISTRY.options(SETTINGS.read(configuration)).orElseThrow();
    }

    private static Map<String, List<String>> mistakes(Map<String, String> configuration) {
        Map<String, List<String>> mistakes = new HashMap<>();
        for (ConfigValue value : SETTINGS.validate(configuration).configValues()) {
            if (!value.errorMessages().isEmpty()) {
                mistakes.put(value.name(), value.errorMessages());
            }
        }
        return mistakes;
    }

    private static Map<String, String> with(String... keysAndValues) {
        Map<String, String> configuration = new HashMap<>(Map.of(URL, "http://registry:8081"));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            configuration.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return configuration;
    }

    @Test
    void hasTheDefaultsOfTheClient() {
        RegistryOptions defaults =
                RegistryOptions.of(URI.create("http://registry:8081")).with(new Credentials.FromUrl());

        assertThat(options(with())).isEqualTo(defaults);
        assertThat(REGISTRY.options(SETTINGS.read(Map.of()))).isEmpty();
    }

    @Test
    void readsEveryKey() {
        RegistryOptions options = options(with(
                URL,
                "http://a:1, https://b:2/api",
                "schema.registry.url.randomize",
                "true",
                "basic.auth.credentials.source",
                "USER_INFO",
                "basic.auth.user.info",
                "me:pass:word",
                "proxy.host",
                "proxy",
                "proxy.port",
                "3128",
                "request.header.X-Site",
                "summit",
                "http.connect.timeout.ms",
                "11",
                "http.read.timeout.ms",
                "12",
                "max.retries",
                "4",
                "retries.wait.ms",
                "13",
                "retries.max.wait.ms",
                "14",
                "max.schemas.per.subject",
                "15",
                "latest.cache.size",
                "16",
                "latest.cache.ttl.sec",
                "17",
                "missing.cache.size",
                "18",
                "missing.id.cache.ttl.sec",
                "19",
                "missing.version.cache.ttl.sec",
                "20",
                "missing.schema.cache.ttl.sec",
                "0"));

        assertThat(options)
                .isEqualTo(new RegistryOptions(
                        List.of(URI.create("http://a:1"), URI.create("https://b:2/api")),
                        true,
                        new Credentials.Basic("me", new Secret("pass:word")),
                        TlsOptions.DEFAULTS,
                        Optional.of(InetSocketAddress.createUnresolved("proxy", 3128)),
                        Map.of("X-Site", new Secret("summit")),
                        Duration.ofMillis(11),
                        Duration.ofMillis(12),
                        new RetryOptions(4, Duration.ofMillis(13), Duration.ofMillis(14)),
                        new CacheOptions(
                                15,
                                16,
                                Duration.ofSeconds(17),
                                18,
                                Duration.ofSeconds(19),
                                Duration.ofSeconds(20),
                                Duration.ZERO)));
    }

    @Test
    void readsCredentialsFromWhereTheyStand() {
        assertThat(options(with("bearer.auth.credentials.source", "STATIC_TOKEN", "bearer.auth.token", "t"))
                        .credentials())
                .isEqualTo(new Credentials.Bearer(new Secret("t")));
        assertThat(options(with("basic.auth.user.info", "u:p")).credentials())
                .isEqualTo(new Credentials.Basic("u", new Secret("p")));
        assertThat(options(with("basic.auth.credentials.source", "URL")).credentials())
                .isEqualTo(new Credentials.FromUrl());
    }

    @Test
    void standsBehindAPrefixForOneOfSeveralRegistries() {
        RegistrySettings source = RegistrySettings.under("source.");
        RegistrySettings target = RegistrySettings.under("target.");
        Settings both = target.addTo(source.addTo(Settings.none(), "Source"), "Target");
        Map<String, String> configuration = Map.of(
                "source.schema.registry.url", "http://source:8081",
                "source.schema.registry.basic.auth.user.info", "u:p",
                "source.schema.registry.request.header.X-Site", "summit");

        RegistryOptions options = source.options(both.read(configuration)).orElseThrow();

        assertThat(options.credentials()).isEqualTo(new Credentials.Basic("u", new Secret("p")));
        assertThat(options.headers()).containsOnlyKeys("X-Site");
        assertThat(target.options(both.read(configuration))).isEmpty();
        assertThat(both.all()).extracting(Setting::key).allMatch(key -> key.matches("(source|target)\\.schema\\..*"));
    }

    @Test
    void reportsMistakesOnTheirKeysWithoutSecrets() {
        assertThat(mistakes(with(URL, "http://a:1,ftp://me:pass@b")).get(URL))
                .singleElement()
                .asString()
                .contains("entry 2")
                .doesNotContain("pass");
        assertThat(mistakes(with("basic.auth.user.info", "nocolon")).get("basic.auth.user.info"))
                .singleElement()
                .asString()
                .contains("user:password")
                .doesNotContain("nocolon");
        assertThat(mistakes(with("basic.auth.credentials.source", "USER_INFO")))
                .containsOnlyKeys("basic.auth.user.info");
        assertThat(mistakes(with("basic.auth.credentials.source", "SASL_INHERIT")))
                .containsOnlyKeys("basic.auth.credentials.source");
        assertThat(mistakes(with("bearer.auth.credentials.source", "OAUTHBEARER")))
                .containsOnlyKeys("bearer.auth.credentials.source");
        assertThat(mistakes(with("bearer.auth.token", "t", "basic.auth.user.info", "u:p")))
                .containsOnlyKeys("bearer.auth.token");
        assertThat(mistakes(with("proxy.host", "p"))).containsOnlyKeys("proxy.port");
        assertThat(mistakes(with("request.header.Host", "h"))).containsOnlyKeys(URL);
        assertThat(mistakes(with())).isEmpty();
    }

    @Test
    void readsTlsAsKafkasClientsDo(@TempDir Path directory) {
        Path absent = directory.resolve("absent.p12");
        Map<String, String> configuration = with(
                "schema.registry.ssl.truststore.type", "PKCS12",
                "schema.registry.ssl.truststore.location", absent.toString(),
                "schema.registry.ssl.truststore.password", "changeit",
                "schema.registry.ssl.endpoint.identification.algorithm", "");

        assertThat(mistakes(configuration)).containsOnlyKeys("schema.registry.ssl.truststore.location");
        assertThat(mistakes(configuration).toString())
                .contains(absent.toString())
                .doesNotContain("changeit");
        assertThat(mistakes(with("schema.registry.ssl.truststore.certificates", "-----BEGIN")))
                .containsOnlyKeys("schema.registry.ssl.truststore.type");
        assertThat(Files.exists(absent)).isFalse();
    }

    @Test
    void readsAClientCertificateFromPemText() {
        Settings unchecked = Settings.none().with("TLS", new RegistryTlsSettings(RegistryKeys.confluents()).all());
        TlsOptions options = new RegistryTlsSettings(RegistryKeys.confluents())
                .options(unchecked.read(Map.of(
                        "schema.registry.ssl.keystore.type", "pem",
                        "schema.registry.ssl.keystore.certificate.chain", "chain",
                        "schema.registry.ssl.keystore.key", "key",
                        "schema.registry.ssl.key.password", "secret",
                        "schema.registry.ssl.enabled.protocols", "TLSv1.3")));

        assertThat(options.identity())
                .contains(new KeyMaterial.PemText(
                        "chain", Optional.of(new Secret("key")), Optional.of(new Secret("secret"))));
        assertThat(options.protocols()).containsExactly("TLSv1.3");
        assertThat(options.verifiesHostname()).isTrue();
    }

    @Test
    void namesTheKeysThatMeanNothingHere() {
        Map<String, String> configuration = with(
                "rule.executors", "x", "use.tags", "y", "request.header.X-Site", "summit", "converter.type", "key");

        assertThat(REGISTRY.tellIgnored(SETTINGS, configuration)).containsExactly("rule.executors", "use.tags");
    }
}
