package org.lsst.efd.integration.aggregation;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.lsst.efd.quickstart.stack.InfluxDb;

/**
 * Reads the windows that are in an InfluxDB database now.
 *
 * @param groupColumns tell groups apart
 */
record InfluxWindows(InfluxDb server, String database, List<String> groupColumns) {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /**
     * The windows of a measurement, from a time on; none while it is absent.
     *
     * @param topic the source topic
     * @param groupEnding what the measurement adds to the name of a group
     */
    Map<WindowKey, Tally> windows(String measurement, String topic, String groupEnding, long fromMs)
            throws IOException, InterruptedException {
        List<String[]> rows =
                csv("SELECT time_, window_size, \"count\", count_force, min_force, max_force, mean_force, "
                        + String.join(", ", groupColumns) + " FROM \"" + measurement + "\" WHERE time >= " + fromMs
                        + "ms");
        Map<WindowKey, Tally> windows = new TreeMap<>();
        for (String[] row : rows) {
            // name, tags, time come first
            double middle = Double.parseDouble(row[3]);
            double size = Double.parseDouble(row[4]);
            String group = String.join("/", Arrays.copyOfRange(row, 10, 10 + groupColumns.size())) + groupEnding;
            WindowKey key = new WindowKey(topic, group, Math.round((middle - size / 2) * 1e3));
            windows.put(
                    key,
                    new Tally(
                            Long.parseLong(row[5]),
                            Long.parseLong(row[6]),
                            number(row[7]),
                            number(row[8]),
                            number(row[9])));
        }
        return windows;
    }

    private static double number(String text) {
        return text.isEmpty() ? Double.NaN : Double.parseDouble(text);
    }

    /** The rows of an answer, without the header. */
    List<String[]> csv(String query) throws IOException, InterruptedException {
        String address = server.url() + "/query?db=" + database + "&epoch=ns&q="
                + URLEncoder.encode(query, StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                .header("Accept", "application/csv")
                .build();
        HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(answer.statusCode() + " " + answer.body());
        }
        return answer.body()
                .lines()
                .skip(1)
                .filter(line -> !line.isBlank())
                .map(line -> Arrays.stream(line.split(",", -1)).toArray(String[]::new))
                .toList();
    }
}
