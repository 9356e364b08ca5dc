package org.lsst.efd.connect.influxdb.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Asks an InfluxDB server over HTTP, as its other clients do. Thread-safe. */
public final class InfluxQueries {
    private final String url;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private volatile String credentials = "";

    /** Questions to the server at this address. */
    public InfluxQueries(String url) {
        this.url = url;
    }

    /** Questions are asked as this user from now on. */
    public void authenticate(String user, String password) {
        credentials = "&u=" + encode(user) + "&p=" + encode(password);
    }

    /** Whether the server is there. */
    public boolean isAnswered() {
        try {
            return send(HttpRequest.newBuilder(URI.create(url + "/ping"))).statusCode() == 204;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    /**
     * The answer to a query; times are nanoseconds.
     *
     * @throws IllegalStateException if the server does not execute it, with its words
     */
    public List<Series> query(String influxql) {
        return query("", influxql);
    }

    /** The same with a database for statements that name none. */
    public List<Series> query(String database, String influxql) {
        return Series.parse(
                send(HttpRequest.newBuilder(URI.create(url + "/query?epoch=ns&db=" + encode(database) + credentials))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString("q=" + encode(influxql))))
                        .body());
    }

    /** Writes lines with times in microseconds, and returns the status and body. */
    public HttpResponse<String> write(String database, String lines) {
        return send(
                HttpRequest.newBuilder(URI.create(url + "/write?db=" + encode(database) + "&precision=u" + credentials))
                        .POST(HttpRequest.BodyPublishers.ofString(lines)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
