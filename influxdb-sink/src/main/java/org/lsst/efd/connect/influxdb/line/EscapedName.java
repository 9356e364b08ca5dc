package org.lsst.efd.connect.influxdb.line;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Names as line protocol wants them, in two steps: first what no escape exists for is replaced by {@code _}, so that
 * the uniqueness of names can be checked; then separators are escaped.
 *
 * <p>There is no escape for a line end inside a name, for a backslash at its end, or for a leading {@code #} of a
 * measurement (the line would be a comment: accepted and not stored). Outside of tag values there is none either for a
 * backslash before a separator or a quote: a field key ends there, a measurement loses it or can no longer be queried
 * (measured on 1.6.7). Thread-safe: there is no state.
 */
public final class EscapedName {
    private static final char REPLACEMENT = '_';

    private static final Pattern BEFORE_SPECIAL = Pattern.compile("\\\\(?=[,= \"])");

    private EscapedName() {}

    /** A field or tag name without what cannot be escaped; a reserved name gets a trailing {@code _}. */
    public static String clean(String name, Set<String> reserved) {
        String writable = BEFORE_SPECIAL.matcher(writable(name)).replaceAll("_");
        return reserved.contains(writable) ? writable + REPLACEMENT : writable;
    }

    /** A measurement; empty stays empty, which no server accepts. */
    static byte[] measurement(String name) {
        String text = clean(name, Set.of());
        return escape(text.startsWith("#") ? REPLACEMENT + text.substring(1) : text, false);
    }

    /** A tag key, a tag value or a field key; empty stays empty, which no server accepts. */
    static byte[] key(String name) {
        return escape(writable(name), true);
    }

    private static String writable(String name) {
        String changed =
                name.replace('\n', REPLACEMENT).replace('\r', REPLACEMENT).replace('\t', REPLACEMENT);
        if (changed.endsWith("\\")) {
            changed = changed.substring(0, changed.length() - 1) + REPLACEMENT;
        }
        // Java would write an unpaired surrogate as a question mark
        return changed.chars().anyMatch(c -> Character.isSurrogate((char) c)) ? withoutUnpaired(changed) : changed;
    }

    private static String withoutUnpaired(String name) {
        StringBuilder text = new StringBuilder(name.length());
        name.codePoints()
                .forEach(point -> text.appendCodePoint(
                        Character.isBmpCodePoint(point) && Character.isSurrogate((char) point) ? 0xfffd : point));
        return text.toString();
    }

    private static byte[] escape(String name, boolean isKey) {
        StringBuilder text = new StringBuilder(name.length() + 8);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == ',' || c == ' ' || (c == '=' && isKey)) {
                text.append('\\');
            }
            text.append(c);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
