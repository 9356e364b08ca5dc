package org.lsst.efd.connect.avro.framing;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/** Avro schemas as text. */
public final class SchemaTexts {
    private SchemaTexts() {}

    /**
     * The schema of a text, whose defaults are not checked: real schemas have defaults that a strict parser refuses.
     *
     * @throws org.apache.avro.AvroRuntimeException if it is none
     */
    public static Schema parse(String text) {
        try {
            return new Schema.Parser(NameValidator.NO_VALIDATION)
                    .setValidateDefaults(false)
                    .parse(text);
        } catch (NullPointerException | ClassCastException | IllegalArgumentException unchecked) {
            // the parser has these for names that are never defined, and for JSON of the wrong kind
            throw new SchemaParseException(unchecked);
        }
    }

    /**
     * Splits a list of schemas: JSON values one after another, with blanks or commas between them. A JSON array is one
     * schema, a union.
     */
    public static List<String> split(String texts) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = -1;
        boolean isQuoted = false;
        for (int i = 0; i < texts.length(); i++) {
            char c = texts.charAt(i);
            if (isQuoted) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    isQuoted = false;
                }
            } else if (c == '"') {
                isQuoted = true;
                start = start < 0 ? i : start;
            } else if (c == '{' || c == '[') {
                depth++;
                start = start < 0 ? i : start;
            } else if (c == '}' || c == ']') {
                depth--;
            }
            boolean isEnd = depth == 0 && !isQuoted && (c == '}' || c == ']' || c == '"');
            if (isEnd && start >= 0) {
                parts.add(texts.substring(start, i + 1));
                start = -1;
            }
        }
        if (start >= 0 || parts.isEmpty()) {
            parts.add(start < 0 ? texts.trim() : texts.substring(start));
        }
        return parts;
    }
}
