package org.lsst.efd.connect.avro.framing;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.kafka.connect.errors.ConnectException;

/** Schemas that stand somewhere else. */
public final class SchemaSource {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Set<String> SCHEMES = Set.of("file", "http", "https");

    private SchemaSource() {}

    /**
     * The URL of a text.
     *
     * @throws IllegalArgumentException if it is no {@code file:}, {@code http:} or {@code https:} URL
     */
    public static URI url(String text) {
        try {
            URI url = new URI(text);
            if (url.getScheme() != null && SCHEMES.contains(url.getScheme())) {
                return url;
            }
        } catch (URISyntaxException notAUrl) {
            // refused below
        }
        throw new IllegalArgumentException("must be file:, http: or https: URLs");
    }

    /**
     * The schemas of the text at a URL.
     *
     * @throws ConnectException if it cannot be read, or holds no schema
     */
    public static List<Schema> read(URI url) {
        try {
            return SchemaTexts.split(text(url)).stream().map(SchemaTexts::parse).toList();
        } catch (IOException | AvroRuntimeException unreadable) {
            throw new ConnectException("static.schema.url " + url + " gives no Avro schema: " + unreadable, unreadable);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new ConnectException("interrupted while reading static.schema.url " + url, stop);
        }
    }

    private static String text(URI url) throws IOException, InterruptedException {
        if (url.getScheme().equals("file")) {
            return Files.readString(Path.of(url));
        }
        HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
        HttpResponse<String> answer =
                client.send(HttpRequest.newBuilder(url).timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("status " + answer.statusCode());
        }
        return answer.body();
    }
}
