package org.lsst.efd.connect.oracle.row;

import org.apache.kafka.connect.errors.DataException;
import org.lsst.efd.connect.oracle.table.ColumnType;
import org.lsst.efd.connect.oracle.table.ValueKind;

/** Texts as a database can hold them. Not thread-safe. */
final class TextRules {
    private static final char REPLACEMENT = '\ufffd';
    private static final int BYTES_PER_CHAR_MAX = 3;

    private final ValueRules rules;
    private final ValueCounts counts;

    TextRules(ValueRules rules, ValueCounts counts) {
        this.rules = rules;
        this.counts = counts;
    }

    /**
     * The text that can be bound to this column.
     *
     * @throws DataException if it is too long, or empty in a key where empty is null
     */
    String checked(String value, Column column, String path) {
        String text = withoutNul(value);
        ColumnType type = column.type();
        if (column.isKey()) {
            return checkedKey(text, column, path);
        }
        boolean isLimited =
                type.kind() == ValueKind.TEXT && type.size() > 0 && type.sql().isEmpty();
        return isLimited ? limited(text, type.size(), path) : text;
    }

    private String checkedKey(String text, Column column, String path) {
        if (text.isEmpty() && rules.emptyIsNull()) {
            throw new DataException(
                    "field " + path + " is empty, which is NULL in this database, and it is in the key");
        }
        int max = column.type().size();
        if (max > 0 && text.codePointCount(0, text.length()) > max) {
            throw new DataException("field " + path + " has more than the " + max + " characters of a key");
        }
        return text;
    }

    private String limited(String text, int max, String path) {
        int keep = prefixWithin(text, max, rules.textMaxBytes());
        if (keep == text.length()) {
            return text;
        }
        if (!rules.truncatesTexts()) {
            throw new DataException("field " + path + " is a text of more than " + max + " characters"
                    + (rules.textMaxBytes() > 0 ? " or " + rules.textMaxBytes() + " bytes" : ""));
        }
        counts.truncated();
        return text.substring(0, keep);
    }

    /** How many chars of a text are within both limits; bytes are those of UTF-8, 0 for no limit. */
    static int prefixWithin(String text, int characters, int bytes) {
        if (text.length() <= characters && (bytes == 0 || text.length() * BYTES_PER_CHAR_MAX <= bytes)) {
            return text.length();
        }
        int taken = 0;
        int size = 0;
        int at = 0;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            size += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
            taken++;
            if (taken > characters || (bytes > 0 && size > bytes)) {
                return at;
            }
            at += Character.charCount(c);
        }
        return at;
    }

    /** The text with the character 0 replaced where the database refuses it. */
    String withoutNul(String text) {
        if (!rules.refusesNul() || text.indexOf('\0') < 0) {
            return text;
        }
        counts.nulReplaced();
        return text.replace('\0', REPLACEMENT);
    }
}
