package org.lsst.efd.connect.influxdb.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A series of a query's answer; integers are Integer or Long, floats Double. */
public record Series(String name, Map<String, String> tags, List<String> columns, List<List<@Nullable Object>> values) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The series of an answer. */
    static List<Series> parse(String json) {
        List<Series> all = new ArrayList<>();
        try {
            JsonNode answer = JSON.readTree(json);
            if (answer.has("error")) {
                throw new IllegalStateException(answer.get("error").asText());
            }
            for (JsonNode result : answer.path("results")) {
                if (result.has("error")) {
                    throw new IllegalStateException(result.get("error").asText());
                }
                for (JsonNode series : result.path("series")) {
                    all.add(read(series));
                }
            }
        } catch (JsonProcessingException noJson) {
            throw new IllegalStateException(noJson);
        }
        return all;
    }

    private static Series read(JsonNode series) throws JsonProcessingException {
        Map<String, String> tags = new TreeMap<>();
        series.path("tags")
                .properties()
                .forEach(tag -> tags.put(tag.getKey(), tag.getValue().asText()));
        List<String> columns = new ArrayList<>();
        series.path("columns").forEach(column -> columns.add(column.asText()));
        List<List<@Nullable Object>> values = new ArrayList<>();
        for (JsonNode row : series.path("values")) {
            List<@Nullable Object> cells = new ArrayList<>();
            for (JsonNode cell : row) {
                cells.add(JSON.treeToValue(cell, Object.class));
            }
            values.add(cells);
        }
        return new Series(series.path("name").asText(), tags, columns, values);
    }
}
