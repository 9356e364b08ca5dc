package org.lsst.efd.registry;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

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
        urls.forEach(RegistryOptions::requireHttp);
        headers.forEach(RegistryOptions::requireAllowed);
        if (connectTimeout.toMillis() < 1 || readTimeout.toMillis() < 1) {
            throw new IllegalArgumentException("timeouts must be at least 1 ms");
        }
    }

    private static void requireAllowed(String header, Secret value) {
        if (!isAllowed(header, value)) {
            throw new IllegalArgumentException("header " + header + " or its value is not allowed in a request");
        }
    }

    /** Whether a request can have this header. */
    public static boolean isAllowed(String header, Secret value) {
        try {
            HttpRequest.newBuilder().header(header, value.value());
            return true;
        } catch (IllegalArgumentException refusal) {
            // it may quote the value: not passed on
            return false;
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

    /** The same with other timeouts. */
    public RegistryOptions withTimeouts(Duration connect, Duration read) {
        return new RegistryOptions(
                urls, randomizesUrls, credentials, tls, proxy, headers, connect, read, retries, caches);
    }

    /** The same with these further headers only. */
    public RegistryOptions withHeaders(Map<String, Secret> other) {
        return new RegistryOptions(
                urls, randomizesUrls, credentials, tls, proxy, other, connectTimeout, readTimeout, retries, caches);
    }

    /** The same through an HTTP proxy. */
    public RegistryOptions through(String proxyHost, int proxyPort) {
        return new RegistryOptions(
                urls,
                randomizesUrls,
                credentials,
                tls,
                Optional.of(InetSocketAddress.createUnresolved(proxyHost, proxyPort)),
                headers,
                connectTimeout,
                readTimeout,
                retries,
                caches);
    }

    /** The same with the first URL picked by chance. */
    public RegistryOptions randomized() {
        return new RegistryOptions(
                urls, true, credentials, tls, proxy, headers, connectTimeout, readTimeout, retries, caches);
    }

    @Override
    public String toString() {
        return "registry " + urls.stream().map(RegistryOptions::withoutUser).toList();
    }

    static String withoutUser(URI url) {
        String text = url.toString();
        String user = url.getRawUserInfo();
        return user == null ? text : text.replaceFirst(Pattern.quote(user + "@"), "");
    }

    private static void requireHttp(URI url) {
        if (!isUsable(url)) {
            throw new IllegalArgumentException("not an http or https URL with a host: " + withoutUser(url));
        }
    }

    /** Whether a URL can be that of a registry: http or https, and a host. */
    public static boolean isUsable(URI url) {
        boolean isHttp = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
        return isHttp && url.getHost() != null;
    }
}
