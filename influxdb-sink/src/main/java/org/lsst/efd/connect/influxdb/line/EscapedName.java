package org.lsst.efd.connect.influxdb.line;

import java.nio.charset.StandardCharsets;

/**
 * Names as line protocol wants them: what can be escaped is escaped, what cannot is replaced by {@code _}.
 *
 * <p>There is no escape for a line end inside a name, for a backslash before a separator, or for a leading {@code #} of
 * a measurement (the line would be a comment: accepted and not stored). Thread-safe: there is no state.
 */
final class EscapedName {
    private static final String REPLACEMENT = "_";

    private EscapedName() {}

    /** A measurement; empty stays empty, which no server accepts. */
    static byte[] measurement(String name) {
        String text = name.startsWith("#") ? REPLACEMENT + name.substring(1) : name;
        return escape(text, false);
    }

    /** A tag key, a tag value or a field key; empty stays empty, which no server accepts. */
    static byte[] key(String name) {
        return escape(name, true);
    }

    private static byte[] escape(String name, boolean isKey) {
        StringBuilder text = new StringBuilder(name.length() + 8);
        int last = name.length() - 1;
        for (int i = 0; i <= last; i++) {
            char c = name.charAt(i);
            switch (c) {
                case '\n', '\r', '\t' -> text.append(REPLACEMENT);
                case '\\' -> text.append(i == last || (isKey && name.charAt(i + 1) == '"') ? REPLACEMENT : "\\");
                case ',', ' ' -> text.append('\\').append(c);
                case '=' -> text.append(isKey ? "\\=" : "=");
                default -> {
                    boolean isLowOfPair = i > 0 && Character.isSurrogatePair(name.charAt(i - 1), c);
                    boolean isHighOfPair = i < last && Character.isSurrogatePair(c, name.charAt(i + 1));
                    text.append(Character.isSurrogate(c) && !isLowOfPair && !isHighOfPair ? '\uFFFD' : c);
                }
            }
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
