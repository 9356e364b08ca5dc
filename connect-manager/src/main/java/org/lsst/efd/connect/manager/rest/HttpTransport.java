package org.lsst.efd.connect.manager.rest;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLParameters;

/** The transport over HTTP/1.1. Thread-safe. */
final class HttpTransport implements WorkerTransport {
    private final HttpClient client;
    private final Duration requestTimeout;
    private final Optional<String> authorization;
    private final Consumer<String> debugLog;

    HttpTransport(WorkerConnection connection, Consumer<String> debugLog) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(connection.connectTimeout());
        if (connection.urls().stream().noneMatch(url -> "https".equals(url.getScheme()))) {
            builder.sslContext(NoTls.context()).sslParameters(new SSLParameters());
        } else {
            connection.tls().context().ifPresent(builder::sslContext);
        }
        this.client = builder.build();
        this.requestTimeout = connection.requestTimeout();
        this.authorization = connection
                .login()
                .map(login -> "Basic "
                        + Base64.getEncoder()
                                .encodeToString(
                                        (login.user() + ":" + login.password()).getBytes(StandardCharsets.UTF_8)));
        this.debugLog = debugLog;
    }

    @Override
    public WorkerAnswer send(URI worker, WorkerRequest request) throws IOException, InterruptedException {
        HttpRequest.Builder builder = HttpRequest.newBuilder(resolve(worker, request.path()))
                .timeout(requestTimeout)
                .header("Accept", "application/json")
                .method(
                        request.method(),
                        request.body()
                                .map(body -> HttpRequest.BodyPublishers.ofString(body.toString()))
                                .orElseGet(HttpRequest.BodyPublishers::noBody));
        request.body().ifPresent(body -> builder.header("Content-Type", "application/json"));
        authorization.ifPresent(value -> builder.header("Authorization", value));
        try {
            HttpResponse<String> response =
                    client.send(builder.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            debugLog.accept(request + " at " + worker + ": " + response.statusCode());
            return new WorkerAnswer(response.statusCode(), response.body());
        } catch (IOException e) {
            debugLog.accept(request + " at " + worker + ": " + e);
            throw e;
        }
    }

    private static URI resolve(URI worker, String path) {
        String base = worker.toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
    }
}
