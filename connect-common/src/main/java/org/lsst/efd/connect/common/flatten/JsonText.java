package org.lsst.efd.connect.common.flatten;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.fields.FieldReader;

/**
 * Writes Connect values as JSON text, for arrays and maps that become one column: bytes in base64, times as integers of
 * milliseconds, NaN and infinities as null.
 */
@SuppressWarnings("JavaUtilDate") // Connect's logical types are java.util.Date
public final class JsonText {
    private static final String HEX = "0123456789abcdef";

    private final StringBuilder text = new StringBuilder();

    private JsonText() {}

    /**
     * The JSON text of a value.
     *
     * @throws DataException if it holds something that Connect does not know
     */
    public static String of(@Nullable Object value) {
        JsonText json = new JsonText();
        json.append(value);
        return json.text.toString();
    }

    private void append(@Nullable Object value) {
        if (value == null || isNotFinite(value)) {
            text.append("null");
        } else if (value instanceof Number || value instanceof Boolean) {
            text.append(value);
        } else if (value instanceof String string) {
            appendString(string);
        } else if (value instanceof byte[] bytes) {
            appendString(Base64.getEncoder().encodeToString(bytes));
        } else if (value instanceof ByteBuffer bytes) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            append(copy);
        } else if (value instanceof Date date) {
            text.append(date.getTime());
        } else {
            appendCompound(value);
        }
    }

    private void appendCompound(Object value) {
        if (value instanceof List<?> list) {
            text.append('[');
            String separator = "";
            for (Object element : list) {
                text.append(separator);
                append(element);
                separator = ",";
            }
            text.append(']');
        } else if (value instanceof Map<?, ?> map) {
            text.append('{');
            String separator = "";
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                appendMember(separator, String.valueOf(entry.getKey()), entry.getValue());
                separator = ",";
            }
            text.append('}');
        } else if (value instanceof Struct struct) {
            text.append('{');
            String separator = "";
            for (Field field : struct.schema().fields()) {
                appendMember(separator, field.name(), FieldReader.valueOf(struct, field));
                separator = ",";
            }
            text.append('}');
        } else {
            throw new DataException("a value of the class " + value.getClass().getName() + " has no JSON form");
        }
    }

    private void appendMember(String separator, String name, @Nullable Object value) {
        text.append(separator);
        appendString(name);
        text.append(':');
        append(value);
    }

    private void appendString(String string) {
        text.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (c < ' ') {
                        text.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }

    private static boolean isNotFinite(Object value) {
        return (value instanceof Double d && !Double.isFinite(d)) || (value instanceof Float f && !Float.isFinite(f));
    }
}
