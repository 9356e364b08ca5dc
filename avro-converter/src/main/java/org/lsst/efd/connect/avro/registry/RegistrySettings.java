package org.lsst.efd.connect.avro.registry;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.types.Password;
import org.lsst.efd.connect.common.settings.Mistakes;
import org.lsst.efd.connect.common.settings.Setting;
import org.lsst.efd.connect.common.settings.SettingValues;
import org.lsst.efd.connect.common.settings.Settings;
import org.lsst.efd.registry.CacheOptions;
import org.lsst.efd.registry.Credentials;
import org.lsst.efd.registry.RegistryOptions;
import org.lsst.efd.registry.RetryOptions;
import org.lsst.efd.registry.Secret;

/** Where the registry is and how it is asked. */
public final class RegistrySettings {
    /** Base URLs of equal registries. */
    public static final Setting<List<URI>> URLS = Setting.list("schema.registry.url")
            .orElse(List.of())
            .as(texts -> texts.stream().map(RegistrySettings::url).toList())
            .withDoc("URLs of the registry, tried in order. Required with `framing=registered`.");

    private static final Setting<Boolean> RANDOMIZE = Setting.flag("schema.registry.url.randomize")
            .orElse(false)
            .withDoc("Whether the first URL is picked by chance instead of in order.");
    private static final Setting<CredentialsSource> BASIC_SOURCE = Setting.text("basic.auth.credentials.source")
            .orElse("URL")
            .as(CredentialsSource::of)
            .withDoc("Where user and password come from: `URL` (of the registry) or `USER_INFO`.");
    private static final Setting<Password> USER_INFO = Setting.secret("basic.auth.user.info")
            .orAbsent()
            .withDoc("`user:password`, with `basic.auth.credentials.source=USER_INFO`.");
    private static final Setting<String> BEARER_SOURCE = Setting.text("bearer.auth.credentials.source")
            .orElse("")
            .where(
                    source -> source.isEmpty() || source.equals("STATIC_TOKEN"),
                    "must be STATIC_TOKEN; other sources are not supported")
            .withDoc("`STATIC_TOKEN` sends `bearer.auth.token` with each request.");
    private static final Setting<Password> TOKEN = Setting.secret("bearer.auth.token")
            .orAbsent()
            .withDoc("The token, with `bearer.auth.credentials.source=STATIC_TOKEN`.");
    private static final Setting<String> PROXY_HOST =
            Setting.text("proxy.host").orElse("").withDoc("An HTTP proxy for all requests.");
    private static final Setting<Integer> PROXY_PORT =
            Setting.integer("proxy.port").orElse(-1).between(-1, 65535).withDoc("The port of the proxy.");
    private static final Setting<Duration> CONNECT_TIMEOUT = Setting.millis("http.connect.timeout.ms")
            .orElse(10_000L)
            .atLeast(1)
            .withDoc("How long to wait for a connection.");
    private static final Setting<Duration> READ_TIMEOUT = Setting.millis("http.read.timeout.ms")
            .orElse(10_000L)
            .atLeast(1)
            .withDoc("How long to wait for an answer.");
    private static final Setting<Integer> MAX_RETRIES = Setting.integer("max.retries")
            .orElse(3)
            .atLeast(0)
            .withDoc("Attempts after the first one where the converter does not wait for the registry itself.");
    private static final Setting<Duration> RETRY_WAIT =
            Setting.millis("retries.wait.ms").orElse(1000L).withDoc("Wait before the first retry; it doubles.");
    private static final Setting<Duration> RETRY_MAX_WAIT =
            Setting.millis("retries.max.wait.ms").orElse(20_000L).withDoc("The longest wait between retries.");
    private static final Setting<Integer> MAX_SCHEMAS = Setting.integer("max.schemas.per.subject")
            .orElse(1000)
            .atLeast(0)
            .withDoc("Schemas remembered per subject.");
    private static final Setting<Integer> LATEST_SIZE = Setting.integer("latest.cache.size")
            .orElse(1000)
            .atLeast(0)
            .withDoc("Subjects whose latest version is remembered.");
    private static final Setting<Integer> LATEST_TTL = seconds("latest.cache.ttl.sec", 60)
            .withDoc("For how long the latest version of a subject is believed, in seconds.");
    private static final Setting<Integer> MISSING_SIZE = Setting.integer("missing.cache.size")
            .orElse(10_000)
            .atLeast(0)
            .withDoc("Absent ids, versions and schemas remembered, each.");
    private static final Setting<Integer> MISSING_ID_TTL =
            seconds("missing.id.cache.ttl.sec", 10).withDoc("For how long an id is believed to be absent, in seconds.");
    private static final Setting<Integer> MISSING_VERSION_TTL = seconds("missing.version.cache.ttl.sec", 10)
            .withDoc("For how long a version is believed to be absent, in seconds.");
    private static final Setting<Integer> MISSING_SCHEMA_TTL = seconds("missing.schema.cache.ttl.sec", 10)
            .withDoc("For how long a schema is believed not to be in its subject, in seconds.");

    private RegistrySettings() {}

    private static Setting<Integer> seconds(String key, int byDefault) {
        return Setting.integer(key).orElse(byDefault).atLeast(0);
    }

    /** The settings with these added, and the rules that hold between them. */
    public static Settings addTo(Settings settings) {
        return settings.with(
                        "Registry",
                        List.of(
                                URLS,
                                RANDOMIZE,
                                BASIC_SOURCE,
                                USER_INFO,
                                BEARER_SOURCE,
                                TOKEN,
                                PROXY_HOST,
                                PROXY_PORT,
                                CONNECT_TIMEOUT,
                                READ_TIMEOUT,
                                MAX_RETRIES,
                                RETRY_WAIT,
                                RETRY_MAX_WAIT,
                                MAX_SCHEMAS,
                                LATEST_SIZE,
                                LATEST_TTL,
                                MISSING_SIZE,
                                MISSING_ID_TTL,
                                MISSING_VERSION_TTL,
                                MISSING_SCHEMA_TTL))
                .with("Registry over TLS", TlsSettings.ALL)
                .checking(RegistrySettings::check);
    }

    private static void check(SettingValues values, Mistakes mistakes) {
        if (values.get(BASIC_SOURCE) == CredentialsSource.USER_INFO
                && values.optional(USER_INFO)
                        .filter(info -> info.value().contains(":"))
                        .isEmpty()) {
            mistakes.on(USER_INFO, "must be user:password with basic.auth.credentials.source=USER_INFO");
        }
        if (!values.get(BEARER_SOURCE).isEmpty() && values.optional(TOKEN).isEmpty()) {
            mistakes.on(TOKEN, "must be set with bearer.auth.credentials.source=STATIC_TOKEN");
        }
        if (!values.get(PROXY_HOST).isEmpty() && values.get(PROXY_PORT) <= 0) {
            mistakes.on(PROXY_PORT, "must be set with proxy.host");
        }
        if (!values.get(URLS).isEmpty()) {
            try {
                optionsFrom(values);
            } catch (IllegalArgumentException refused) {
                mistakes.on(URLS, String.valueOf(refused.getMessage()));
            }
        }
    }

    private static URI url(String text) {
        try {
            URI url = new URI(text);
            boolean isHttp = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
            if (isHttp && url.getHost() != null) {
                return url;
            }
        } catch (java.net.URISyntaxException notAUrl) {
            // refused below, without the text: it may hold a password
        }
        throw new IllegalArgumentException("must be http or https URLs with a host");
    }

    /** The options of the client. */
    public static RegistryOptions optionsFrom(SettingValues values) {
        Map<String, Secret> headers = new HashMap<>();
        values.startingWith("request.header.").forEach((name, value) -> headers.put(name, new Secret(value)));
        return new RegistryOptions(
                values.get(URLS),
                values.get(RANDOMIZE),
                credentials(values),
                TlsSettings.optionsFrom(values),
                proxy(values),
                headers,
                values.get(CONNECT_TIMEOUT),
                values.get(READ_TIMEOUT),
                new RetryOptions(values.get(MAX_RETRIES), values.get(RETRY_WAIT), values.get(RETRY_MAX_WAIT)),
                caches(values));
    }

    private static CacheOptions caches(SettingValues values) {
        return new CacheOptions(
                values.get(MAX_SCHEMAS),
                values.get(LATEST_SIZE),
                latestTtl(values),
                values.get(MISSING_SIZE),
                Duration.ofSeconds(values.get(MISSING_ID_TTL)),
                Duration.ofSeconds(values.get(MISSING_VERSION_TTL)),
                Duration.ofSeconds(values.get(MISSING_SCHEMA_TTL)));
    }

    /** For how long the latest version of a subject is believed. */
    public static Duration latestTtl(SettingValues values) {
        return Duration.ofSeconds(values.get(LATEST_TTL));
    }

    private static Optional<InetSocketAddress> proxy(SettingValues values) {
        String host = values.get(PROXY_HOST);
        return host.isEmpty()
                ? Optional.empty()
                : Optional.of(InetSocketAddress.createUnresolved(host, values.get(PROXY_PORT)));
    }

    private static Credentials credentials(SettingValues values) {
        if (!values.get(BEARER_SOURCE).isEmpty()) {
            return new Credentials.Bearer(
                    new Secret(values.optional(TOKEN).map(Password::value).orElse("")));
        }
        if (values.get(BASIC_SOURCE) == CredentialsSource.USER_INFO) {
            String info = values.optional(USER_INFO).map(Password::value).orElse(":");
            int colon = info.indexOf(':');
            return new Credentials.Basic(info.substring(0, colon), new Secret(info.substring(colon + 1)));
        }
        boolean hasUser = values.get(URLS).stream().anyMatch(url -> url.getRawUserInfo() != null);
        return hasUser ? new Credentials.FromUrl() : new Credentials.None();
    }

    /** Where user and password come from. */
    private enum CredentialsSource {
        URL,
        USER_INFO;

        static CredentialsSource of(String text) {
            return switch (text) {
                case "URL" -> URL;
                case "USER_INFO" -> USER_INFO;
                default -> throw new IllegalArgumentException("must be URL or USER_INFO; others are not supported");
            };
        }
    }
}
