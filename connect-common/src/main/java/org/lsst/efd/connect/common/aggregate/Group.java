package org.lsst.efd.connect.common.aggregate;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The values of the group fields of a record: text, whole numbers as {@code Long}, other numbers as {@code Double},
 * booleans and nulls. Groups are ordered by their text. Immutable.
 */
public final class Group implements Comparable<Group> {
    /** The group of all records where nothing is grouped. */
    public static final Group NONE = new Group(List.of());

    private final List<@Nullable Object> values;
    private @Nullable String text;

    Group(List<@Nullable Object> values) {
        this.values = values;
    }

    /** One value for each group field, in the order of {@code group.by}. */
    public List<@Nullable Object> values() {
        return Collections.unmodifiableList(values);
    }

    /** The values as a JSON array, the same for equal groups. */
    public String text() {
        String known = text;
        if (known == null) {
            known = values.stream().map(Group::json).collect(Collectors.joining(",", "[", "]"));
            text = known;
        }
        return known;
    }

    private static String json(@Nullable Object value) {
        if (!(value instanceof String string)) {
            return String.valueOf(value);
        }
        StringBuilder quoted = new StringBuilder("\"");
        string.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
            } else if (c < ' ') {
                quoted.append(String.format("\\u%04x", c));
            } else {
                quoted.append((char) c);
            }
        });
        return quoted.append('"').toString();
    }

    @Override
    public int compareTo(Group other) {
        return text().compareTo(other.text());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Group that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return text();
    }
}
