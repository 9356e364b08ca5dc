package org.lsst.efd.quickstart.stores;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Asks InfluxDB questions about one of its databases, times in nanoseconds. Thread-safe. */
public final class InfluxQuery {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final String url;
    private final String database;

    /** Asks the server at this URL. */
    public InfluxQuery(String url, String database) {
        this.url = url;
        this.database = database;
    }

    /**
     * The rows of the first series in the answer, each a time and then what was selected; none when there is no series.
     *
     * @throws IOException when the server is away or refuses the question
     */
    public List<List<Object>> rows(String question) throws IOException, InterruptedException {
        String query =
                String.format(Locale.ROOT, "%s/query?epoch=ns&db=%s&q=%s", url, encoded(database), encoded(question));
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(query)).timeout(LIMIT).build();
        JsonNode result =
                JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
        String error = result.path("error")
                .asText(result.path("results").path(0).path("error").asText());
        if (!error.isEmpty()) {
            throw new IOException("InfluxDB refuses \"" + question + "\": " + error);
        }
        List<List<Object>> rows = new ArrayList<>();
        for (JsonNode values :
                result.path("results").path(0).path("series").path(0).path("values")) {
            rows.add(
                    JSON.convertValue(values, JSON.getTypeFactory().constructCollectionType(List.class, Object.class)));
        }
        return rows;
    }

    /** The name as InfluxQL writes it. */
    public static String quoted(String name) {
        return "\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
