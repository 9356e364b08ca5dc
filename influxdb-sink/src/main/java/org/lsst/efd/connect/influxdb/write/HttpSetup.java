package org.lsst.efd.connect.influxdb.write;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/**
 * How the HTTP client of one task is set up.
 *
 * @param authorization value of the {@code Authorization} header; empty for none
 * @param connectTimeout for one attempt to connect
 * @param requestTimeout for one whole request with its answer
 * @param connections how many requests may be in flight
 */
public record HttpSetup(
        Optional<String> authorization,
        Duration connectTimeout,
        Duration requestTimeout,
        int connections,
        Optional<TlsFiles> tls) {

    /** The header for user and password. */
    public static String basic(String user, String password) {
        byte[] both = (user + ':' + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + java.util.Base64.getEncoder().encodeToString(both);
    }

    /** The header for a token. */
    public static String token(String token) {
        return "Token " + token;
    }

    /**
     * A client with its own threads and connections.
     *
     * @throws org.apache.kafka.common.config.ConfigException if a key or trust store cannot be read
     */
    public OkHttpClient client() {
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.setMaxRequests(connections + 2);
        dispatcher.setMaxRequestsPerHost(connections + 2);
        OkHttpClient.Builder builder = new OkHttpClient.Builder()
                .dispatcher(dispatcher)
                .connectionPool(new ConnectionPool(connections + 1, 1, TimeUnit.MINUTES))
                .protocols(java.util.List.of(Protocol.HTTP_1_1))
                .followRedirects(false)
                .followSslRedirects(false)
                .connectTimeout(connectTimeout)
                .readTimeout(requestTimeout)
                .writeTimeout(requestTimeout)
                .callTimeout(requestTimeout);
        authorization.ifPresent(header -> builder.addInterceptor(chain -> chain.proceed(
                chain.request().newBuilder().header("Authorization", header).build())));
        tls.ifPresent(files -> {
            X509TrustManager trust = files.trustManager();
            SSLContext context = files.context(trust);
            builder.sslSocketFactory(context.getSocketFactory(), trust);
        });
        return builder.build();
    }

    /** Shows no credentials. */
    @Override
    public String toString() {
        return "HttpSetup[connections=" + connections + ", requestTimeout=" + requestTimeout + "]";
    }
}
