package org.lsst.efd.connect.parquet.rows;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;

/**
 * What tells the files of one source schema from those of another: names, types, logical types and optionality; not
 * versions, documentation, defaults, nor parameters other than those of logical types. So a version of a registry that is
 * found once and not another time makes no new files.
 */
public final class Fingerprint {
    private static final String PRECISION_PARAMETER = "connect.decimal.precision";

    private Fingerprint() {}

    /** Eight hexadecimal digits, of SHA-256. */
    public static String of(Schema schema) {
        StringBuilder text = new StringBuilder();
        append(schema, text);
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return String.format(Locale.ROOT, "%08x", ByteBuffer.wrap(hash).getInt());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private static void append(Schema schema, StringBuilder text) {
        text.append(schema.type()).append(schema.isOptional() ? '?' : '!');
        if (schema.name() != null) {
            text.append('"').append(schema.name()).append('"');
        }
        Map<String, String> parameters = schema.parameters() == null ? Map.of() : schema.parameters();
        switch (schema.type()) {
            case STRUCT -> {
                for (Field field : schema.fields()) {
                    text.append('\n').append(field.name()).append('=');
                    append(field.schema(), text);
                }
                text.append("\n.");
            }
            case ARRAY -> append(schema.valueSchema(), text);
            case MAP -> {
                append(schema.keySchema(), text);
                append(schema.valueSchema(), text);
            }
            case INT64 -> text.append(parameters.getOrDefault(ScalarKind.LOGICAL_TYPE_PARAMETER, ""));
            case BYTES ->
                text.append(parameters.getOrDefault(Decimal.SCALE_FIELD, ""))
                        .append(',')
                        .append(parameters.getOrDefault(PRECISION_PARAMETER, ""));
            default -> {}
        }
    }

    /** Decimal digits of a Connect {@code Decimal}: what its schema says, else 38. */
    static int decimalPrecision(Schema schema) {
        Map<String, String> parameters = schema.parameters() == null ? Map.of() : schema.parameters();
        return Integer.parseInt(parameters.getOrDefault(PRECISION_PARAMETER, "38"));
    }
}
