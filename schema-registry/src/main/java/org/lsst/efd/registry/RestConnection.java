package org.lsst.efd.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.lsst.efd.registry.Outcome.Found;
import org.lsst.efd.registry.Outcome.Refusal;
import org.lsst.efd.registry.Outcome.Refused;
import org.lsst.efd.registry.Outcome.Unavailable;

/** One exchange with one registry over HTTP. Thread-safe. */
final class RestConnection {
    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final String ACCEPTED =
            MEDIA_TYPE + ", application/vnd.schemaregistry+json; q=0.9, application/json; q=0.5";

    private final HttpClient http;
    private final RegistryOptions options;
    private final Clock clock;

    RestConnection(RegistryOptions options, Clock clock) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                // a redirect could carry the credentials elsewhere
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(options.connectTimeout());
        options.proxy().map(ProxySelector::of).ifPresent(builder::proxy);
        if (options.urls().stream().anyMatch(url -> "https".equalsIgnoreCase(url.getScheme()))) {
            Tls tls = Tls.of(options.tls());
            builder.sslContext(tls.context()).sslParameters(tls.parameters());
        }
        this.http = builder.build();
        this.options = options;
        this.clock = clock;
    }

    <T> Outcome<T> exchange(URI base, RestRequest request, Json.Reader<T> reader) {
        String name = request.method() + " " + RegistryOptions.withoutUser(base) + request.path();
        CompletableFuture<HttpResponse<byte[]>> answer =
                http.sendAsync(prepared(base, request), HttpResponse.BodyHandlers.ofByteArray());
        try {
            // the timeout of the request ends with the headers; this one covers the body
            Duration limit = options.connectTimeout().plus(options.readTimeout());
            return outcome(name, answer.get(limit.toMillis(), TimeUnit.MILLISECONDS), reader);
        } catch (ExecutionException failure) {
            IOException cause =
                    failure.getCause() instanceof IOException broken ? broken : new IOException(failure.getCause());
            if (isCertificateTrouble(cause)) {
                return new Refused<>(Refusal.NOT_AUTHORIZED, noAnswer(name, RestTransport.words(cause)));
            }
            return new Unavailable<>(noAnswer(name, RestTransport.words(cause)), cause, Duration.ZERO);
        } catch (TimeoutException tooLong) {
            answer.cancel(true);
            IOException cause = new HttpTimeoutException("answer not complete in time");
            return new Unavailable<>(noAnswer(name, RestTransport.words(cause)), cause, Duration.ZERO);
        } catch (InterruptedException stop) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            return new Unavailable<>(noAnswer(name, "interrupted"), stop, Duration.ZERO);
        }
    }

    /** A handshake may also fail because the other side goes away; only a certificate needs a person. */
    private static boolean isCertificateTrouble(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return true;
            }
        }
        return false;
    }

    private static RegistryFailure noAnswer(String name, String words) {
        return new RegistryFailure(name, 0, 0, words);
    }

    private HttpRequest prepared(URI base, RestRequest request) {
        HttpRequest.BodyPublisher body = request.body()
                .map(json ->
                        HttpRequest.BodyPublishers.ofByteArray(json.toString().getBytes(StandardCharsets.UTF_8)))
                .orElseGet(HttpRequest.BodyPublishers::noBody);
        HttpRequest.Builder builder = HttpRequest.newBuilder(target(base, request.path()))
                .timeout(options.readTimeout())
                .header("Accept", ACCEPTED)
                .method(request.method(), body);
        if (request.body().isPresent()) {
            builder.header("Content-Type", MEDIA_TYPE);
        }
        options.credentials().authorization(base).ifPresent(value -> builder.header("Authorization", value));
        options.headers().forEach((header, value) -> builder.setHeader(header, value.value()));
        return builder.build();
    }

    private static URI target(URI base, String path) {
        String root = RegistryOptions.withoutUser(base);
        return URI.create((root.endsWith("/") ? root.substring(0, root.length() - 1) : root) + path);
    }

    private <T> Outcome<T> outcome(String name, HttpResponse<byte[]> answer, Json.Reader<T> reader) {
        int status = answer.statusCode();
        JsonNode body = json(answer.body());
        if (status >= 200 && status < 300) {
            try {
                return new Found<>(reader.read(body));
            } catch (Json.UnexpectedAnswer unexpected) {
                String words = "not the answer of a registry: " + unexpected.getMessage();
                return new Refused<>(Refusal.NOT_SUPPORTED, new RegistryFailure(name, status, status, words));
            }
        }
        int code = body.path("error_code").asInt(status);
        String words = body.path("message").asText("no message");
        Duration retryAfter = answer.headers()
                .firstValue("Retry-After")
                .map(value -> RetryAfter.parse(value, clock.instant()))
                .orElse(Duration.ZERO);
        return Answers.outcome(new RegistryFailure(name, status, code, words), retryAfter);
    }

    private static JsonNode json(byte[] body) {
        try {
            return body.length == 0 ? MissingNode.getInstance() : Json.MAPPER.readTree(body);
        } catch (JsonProcessingException notJson) {
            return MissingNode.getInstance();
        } catch (IOException impossible) {
            throw new IllegalStateException("reading an array", impossible);
        }
    }
}
