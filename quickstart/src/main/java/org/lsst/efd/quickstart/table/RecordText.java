package org.lsst.efd.quickstart.table;

import java.util.Locale;
import java.util.StringJoiner;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.storage.Converter;
import org.jspecify.annotations.Nullable;

/** Makes a short line of a record. Not thread-safe. */
public final class RecordText {
    private static final int MAX_FIELDS = 12;
    private static final String BOOKKEEPING = "private_";

    private final Converter converter;

    /** Reads records with this converter, which is configured for values. */
    public RecordText(Converter converter) {
        this.converter = converter;
    }

    /** The first fields that are not bookkeeping, as {@code name=value}; says so where the bytes cannot be read. */
    public String of(String topic, byte @Nullable [] bytes) {
        try {
            Object value = converter.toConnectData(topic, bytes).value();
            return value instanceof Struct struct ? fields(struct) : String.valueOf(value);
        } catch (DataException e) {
            return "cannot be read: " + e.getMessage();
        }
    }

    private static String fields(Struct struct) {
        StringJoiner text = new StringJoiner(" ");
        int shown = 0;
        for (Field field : struct.schema().fields()) {
            if (shown == MAX_FIELDS) {
                break;
            }
            if (!field.name().startsWith(BOOKKEEPING)) {
                text.add(field.name() + "=" + scalar(struct.get(field)));
                shown++;
            }
        }
        return text.toString();
    }

    private static String scalar(@Nullable Object value) {
        if (value instanceof Double || value instanceof Float) {
            return String.format(Locale.ROOT, "%.4g", ((Number) value).doubleValue());
        }
        return String.valueOf(value);
    }
}
