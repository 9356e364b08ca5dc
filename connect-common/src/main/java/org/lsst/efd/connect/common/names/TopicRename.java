package org.lsst.efd.connect.common.names;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Renames topics by a pattern that must match the whole name; other topics keep theirs. Immutable.
 *
 * @param pattern which topics; empty for none
 * @param replacement their new name, with {@code $1} for groups
 */
public record TopicRename(Optional<Pattern> pattern, String replacement) {
    /** Keeps every name. */
    public static TopicRename none() {
        return new TopicRename(Optional.empty(), "");
    }

    /** The new name of a topic. */
    public String apply(String topic) {
        if (pattern.isEmpty()) {
            return topic;
        }
        Matcher matcher = pattern.get().matcher(topic);
        return matcher.matches() ? matcher.replaceFirst(replacement) : topic;
    }
}
