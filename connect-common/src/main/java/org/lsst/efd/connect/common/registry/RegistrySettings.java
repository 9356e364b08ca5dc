package org.lsst.efd.connect.common.registry;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.lsst.efd.connect.common.settings.Mistakes;
import org.lsst.efd.connect.common.settings.Setting;
import org.lsst.efd.connect.common.settings.SettingValues;
import org.lsst.efd.connect.common.settings.Settings;
import org.lsst.efd.registry.CacheOptions;
import org.lsst.efd.registry.RegistryOptions;
import org.lsst.efd.registry.RetryOptions;
import org.lsst.efd.registry.Secret;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings of one schema registry, to be embedded among those of a plugin.
 *
 * <p>Nothing is required: without a URL there is no registry, and {@link #options} is empty. Immutable.
 */
public final class RegistrySettings {
    private static final Logger LOG = LoggerFactory.getLogger(RegistrySettings.class);
    private static final String HEADER = "request.header.";

    /** What Connect itself puts into the configuration of a converter. */
    private static final String CONVERTER_TYPE = "converter.type";

    private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

    private final RegistryKeys keys;
    private final Setting<List<String>> urls;
    private final Setting<Boolean> randomize;
    private final RegistryCredentialSettings credentials;
    private final RegistryTlsSettings tls;
    private final Setting<String> proxyHost;
    private final Setting<Integer> proxyPort;
    private final Setting<Duration> connectTimeout;
    private final Setting<Duration> readTimeout;
    private final Setting<Integer> maxRetries;
    private final Setting<Duration> wait;
    private final Setting<Duration> maxWait;
    private final Setting<Integer> maxSchemasPerSubject;
    private final Setting<Integer> latestSize;
    private final Setting<Duration> latestTtl;
    private final Setting<Integer> missingSize;
    private final Setting<Duration> missingIdTtl;
    private final Setting<Duration> missingVersionTtl;
    private final Setting<Duration> missingSchemaTtl;

    private RegistrySettings(RegistryKeys keys) {
        this.keys = keys;
        this.urls = Setting.list(keys.inNamespace("url"))
                .orElse(List.of())
                .withDoc("URLs of the schema registry, tried in order; the one that answered last stays the first.");
        this.randomize =
                Setting.flag(keys.inNamespace("url.randomize")).orElse(false).withDoc("Begin with any of the URLs.");
        this.credentials = new RegistryCredentialSettings(keys);
        this.tls = new RegistryTlsSettings(keys);
        this.proxyHost = Setting.text(keys.of("proxy.host")).orAbsent().withDoc("HTTP proxy to the registry.");
        this.proxyPort = Setting.integer(keys.of("proxy.port"))
                .between(1, 65_535)
                .orAbsent()
                .withDoc("Port of the HTTP proxy.");
        this.connectTimeout = Setting.millis(keys.of("http.connect.timeout.ms"))
                .orElse(10_000L)
                .atLeast(1)
                .withDoc("How long to wait for a connection.");
        this.readTimeout = Setting.millis(keys.of("http.read.timeout.ms"))
                .orElse(10_000L)
                .atLeast(1)
                .withDoc("How long to wait for an answer.");
        this.maxRetries = Setting.integer(keys.of("max.retries"))
                .orElse(3)
                .atLeast(0)
                .withDoc("Retries of one request that got no usable answer.");
        this.wait = Setting.millis(keys.of("retries.wait.ms"))
                .orElse(1_000L)
                .withDoc("Wait before the first retry; it doubles, with jitter.");
        this.maxWait = Setting.millis(keys.of("retries.max.wait.ms"))
                .orElse(20_000L)
                .withDoc("The longest wait before a retry, also where the registry asks for more.");
        this.maxSchemasPerSubject = Setting.integer(keys.of("max.schemas.per.subject"))
                .orElse(1_000)
                .atLeast(1)
                .withDoc("Schemas remembered with their ids, per subject.");
        this.latestSize = size("latest.cache.size", 1_000, "Latest versions remembered.");
        this.latestTtl = Setting.number(keys.of("latest.cache.ttl.sec"))
                .orElse(60L)
                .atLeast(-1)
                .as(seconds -> seconds < 0 ? FOR_EVER : Duration.ofSeconds(seconds))
                .withDoc("How long a latest version is believed; -1: for ever.");
        this.missingSize = size("missing.cache.size", 10_000, "Absent ids, versions and schemas remembered, each.");
        this.missingIdTtl = ttl("missing.id.cache.ttl.sec", "an id");
        this.missingVersionTtl = ttl("missing.version.cache.ttl.sec", "a version or subject");
        this.missingSchemaTtl = ttl("missing.schema.cache.ttl.sec", "a schema in its subject");
    }

    private Setting<Integer> size(String name, int preset, String doc) {
        return Setting.integer(keys.of(name)).orElse(preset).atLeast(0).withDoc(doc);
    }

    private Setting<Duration> ttl(String name, String what) {
        return Setting.number(keys.of(name))
                .orElse(10L)
                .atLeast(0)
                .as(Duration::ofSeconds)
                .withDoc("How long " + what + " is believed to be absent; 0 asks each time.");
    }

    /** The settings of a converter, under the same keys as Confluent's: {@code schema.registry.url} and others. */
    public static RegistrySettings ofConverter() {
        return new RegistrySettings(RegistryKeys.confluents());
    }

    /**
     * The settings of one of several registries, each key behind the prefix and the namespace: with the prefix {@code
     * source.} they are {@code source.schema.registry.url}, {@code source.schema.registry.basic.auth.user.info}, ...
     */
    public static RegistrySettings under(String prefix) {
        return new RegistrySettings(RegistryKeys.under(prefix));
    }

    /** The setting of the URLs, for rules of the plugin's own. */
    public Setting<List<String>> urls() {
        return urls;
    }

    /** The given settings with these and their rules under a heading. */
    public Settings addTo(Settings settings, String group) {
        List<Setting<?>> all = new ArrayList<>(List.of(urls, randomize));
        all.addAll(credentials.all());
        all.addAll(tls.all());
        all.addAll(List.of(proxyHost, proxyPort, connectTimeout, readTimeout, maxRetries, wait, maxWait));
        all.addAll(List.of(maxSchemasPerSubject, latestSize, latestTtl));
        all.addAll(List.of(missingSize, missingIdTtl, missingVersionTtl, missingSchemaTtl));
        return settings.with(group, all).checking(this::check);
    }

    private void check(SettingValues values, Mistakes mistakes) {
        for (String url : values.get(urls)) {
            // the text of a URL may hold a password: it is not repeated
            if (parsed(url).isEmpty()) {
                mistakes.on(
                        urls,
                        "must hold http or https URLs with a host; entry "
                                + (values.get(urls).indexOf(url) + 1) + " is none");
            }
        }
        if (values.optional(proxyHost).isPresent() != values.optional(proxyPort).isPresent()) {
            mistakes.on(proxyPort, "must be set together with " + proxyHost.key());
        }
        headers(values).forEach((header, value) -> {
            if (!RegistryOptions.isAllowed(header, value)) {
                mistakes.on(urls, keys.of(HEADER + header) + " is not allowed in an HTTP request; remove it");
            }
        });
        credentials.check(values, mistakes);
        tls.check(values, mistakes);
    }

    private static Optional<URI> parsed(String url) {
        try {
            return Optional.of(new URI(url)).filter(RegistryOptions::isUsable);
        } catch (URISyntaxException notOne) {
            return Optional.empty();
        }
    }

    private Map<String, Secret> headers(SettingValues values) {
        Map<String, Secret> headers = new LinkedHashMap<>();
        values.startingWith(keys.of(HEADER)).forEach((header, value) -> headers.put(header, new Secret(value)));
        return headers;
    }

    /** What a client is made from; empty where no URL is set. */
    public Optional<RegistryOptions> options(SettingValues values) {
        List<URI> found =
                values.get(urls).stream().flatMap(url -> parsed(url).stream()).toList();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new RegistryOptions(
                found,
                values.get(randomize),
                credentials.credentials(values),
                tls.options(values),
                values.optional(proxyHost).map(host -> InetSocketAddress.createUnresolved(host, values.get(proxyPort))),
                headers(values),
                values.get(connectTimeout),
                values.get(readTimeout),
                new RetryOptions(values.get(maxRetries), values.get(wait), values.get(maxWait)),
                new CacheOptions(
                        values.get(maxSchemasPerSubject),
                        values.get(latestSize),
                        values.get(latestTtl),
                        values.get(missingSize),
                        values.get(missingIdTtl),
                        values.get(missingVersionTtl),
                        values.get(missingSchemaTtl))));
    }

    /**
     * Says in one INFO line which keys of a configuration nobody reads: serialisers have keys (rules, tags) that mean
     * nothing here and must not be an error.
     *
     * @param declared all settings of the plugin
     * @return those keys, sorted
     */
    public Set<String> tellIgnored(Settings declared, Map<String, ?> configuration) {
        Set<String> ignored = new TreeSet<>(configuration.keySet());
        declared.all().forEach(setting -> ignored.remove(setting.key()));
        ignored.remove(CONVERTER_TYPE);
        ignored.removeIf(key -> key.startsWith(keys.of(HEADER)));
        if (!ignored.isEmpty()) {
            LOG.info("Ignored settings, which mean nothing here: {}", ignored);
        }
        return ignored;
    }
}
