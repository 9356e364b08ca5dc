package org.lsst.efd.benchmarks.oracle;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** What is wrong with a record that a table cannot hold, or not as it is. */
enum Fault {
    /** A rule that somebody gave the table refuses it. */
    CHECK,
    /** A text is longer than somebody made its column. */
    TOO_LONG,
    /** A number has more digits than its column. */
    OVERFLOW,
    /** It has no key: found before the database is asked. */
    NULL_KEY,
    /** Its key is that of another row. */
    DUPLICATE_KEY,
    /** A text holds the character 0, which PostgreSQL has not: it is replaced there, and the row stored. */
    NUL,
    /** NaN where it is told to fail: found before the database is asked. */
    NAN;

    private static final int TEXT_MAX = 20;

    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The schema of the records, good and bad. */
    Schema schema(RowShape shape) {
        return this == OVERFLOW ? shape.schemaWithDecimal() : shape.schema();
    }

    boolean isOfKey() {
        return this == NULL_KEY || this == DUPLICATE_KEY;
    }

    /** Whether such a row is not stored. */
    boolean isRefused() {
        return this != NUL;
    }

    /** What is added to the configuration. */
    Map<String, String> settings() {
        if (isOfKey()) {
            return Map.of("pk.mode", "record_key", "pk.fields", "id");
        }
        return this == NAN ? Map.of("nonfinite", "fail") : Map.of();
    }

    /** What somebody does to the table. */
    List<String> alterations(Server server, String table) {
        return switch (this) {
            case CHECK -> List.of("ALTER TABLE " + table + " ADD CHECK (" + RowShape.WHOLE + " >= 0)");
            case TOO_LONG ->
                List.of("ALTER TABLE " + table
                        + (server == Server.MARIADB
                                ? " MODIFY " + RowShape.TEXT + " VARCHAR("
                                : " ALTER COLUMN " + RowShape.TEXT + " TYPE VARCHAR(")
                        + TEXT_MAX + ")");
            default -> List.of();
        };
    }

    /** Makes a record bad, unless it is its key that is. */
    void spoil(Struct value) {
        switch (this) {
            case CHECK -> value.put(RowShape.WHOLE, -1);
            case TOO_LONG -> value.put(RowShape.TEXT, "x".repeat(TEXT_MAX + 1));
            case OVERFLOW -> value.put(RowShape.DECIMAL, new BigDecimal("1234567"));
            case NUL -> value.put(RowShape.TEXT, "a\0b");
            case NAN -> value.put(RowShape.NUMBER, Double.NaN);
            case NULL_KEY, DUPLICATE_KEY -> {}
        }
    }

    /** The key of a bad record. */
    @Nullable
    Long key(long offset) {
        return this == NULL_KEY ? null : Long.valueOf(this == DUPLICATE_KEY ? 0 : offset);
    }
}
