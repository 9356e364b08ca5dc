package org.lsst.efd.registry;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything a {@link RegistryClient} is made from. Clients of equal options may be shared.
 *
 * @param urls base URLs of equal registries, tried in order, with user information where {@link Credentials.FromUrl}
 *     wants it; {@code toString} shows them without it
 * @param randomizesUrls whether the first URL is picked by chance
 * @param credentials basic, bearer or none
 * @param tls for {@code https} URLs
 * @param proxy an HTTP proxy for all requests, its address unresolved
 * @param headers further request headers; values are secrets
 * @param connectTimeout of one connection
 * @param readTimeout from a request sent to its answer read
 * @param retries of one request, all URLs counting as one attempt
 * @param caches what is remembered
 */
public record RegistryOptions(
        List<URI> urls,
        boolean randomizesUrls,
        Credentials credentials,
        TlsOptions tls,
        Optional<InetSocketAddress> proxy,
        Map<String, Secret> headers,
        Duration connectTimeout,
        Duration readTimeout,
        RetryOptions retries,
        CacheOptions caches) {
    public RegistryOptions {
        urls = List.copyOf(urls);
        headers = Map.copyOf(headers);
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("a registry needs at least one URL");
        }
        for (URI url : urls) {
            requireHttp(url);
        }
    }

    /** The defaults: no credentials, 10 s timeouts, three retries. */
    public static RegistryOptions of(URI... urls) {
        return new RegistryOptions(
                List.of(urls),
                false,
                new Credentials.None(),
                TlsOptions.DEFAULTS,
                Optional.empty(),
                Map.of(),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                RetryOptions.DEFAULTS,
                CacheOptions.DEFAULTS);
    }

    /** The same with other credentials. */
    public RegistryOptions with(Credentials other) {
        return new RegistryOptions(
                urls, randomizesUrls, other, tls, proxy, headers, connectTimeout, readTimeout, retries, caches);
    }

    /** The same with other TLS options. */
    public RegistryOptions with(TlsOptions other) {
        return new RegistryOptions(
                urls, randomizesUrls, credentials, other, proxy, headers, connectTimeout, readTimeout, retries, caches);
    }

    /** The same with other retries. */
    public RegistryOptions with(RetryOptions other) {
        return new RegistryOptions(
                urls, randomizesUrls, credentials, tls, proxy, headers, connectTimeout, readTimeout, other, caches);
    }

    /** The same with other caches. */
    public RegistryOptions with(CacheOptions other) {
        return new RegistryOptions(
                urls, randomizesUrls, credentials, tls, proxy, headers, connectTimeout, readTimeout, retries, other);
    }

    @Override
    public String toString() {
        return "registry " + urls.stream().map(RegistryOptions::withoutUser).toList();
    }

    static String withoutUser(URI url) {
        String text = url.toString();
        String user = url.getRawUserInfo();
        return user == null ? text : text.replaceFirst(java.util.regex.Pattern.quote(user + "@"), "");
    }

    private static void requireHttp(URI url) {
        boolean isHttp = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
        if (!isHttp || url.getHost() == null) {
            throw new IllegalArgumentException("not an http or https URL with a host: " + withoutUser(url));
        }
    }
}
