package org.lsst.efd.connect.manager.output;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.StringJoiner;

/**
 * A column of a table over JSON rows.
 *
 * @param header in capitals
 * @param field of the row, its parts separated by dots
 */
public record Column(String header, String field) {
    String cell(JsonNode row) {
        JsonNode value = row;
        for (String part : field.split("\\.", -1)) {
            value = value.path(part);
        }
        if (value.isArray()) {
            StringJoiner joined = new StringJoiner(",");
            value.forEach(item -> joined.add(item.asText()));
            return joined.toString();
        }
        return value.isMissingNode() || value.isNull() ? "" : value.asText();
    }
}
