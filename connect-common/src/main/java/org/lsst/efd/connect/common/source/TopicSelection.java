package org.lsst.efd.connect.common.source;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which topics of the source cluster are read.
 *
 * @param names these, by name
 * @param pattern and those whose whole name matches
 * @param exclude but none whose whole name matches one of these
 */
public record TopicSelection(Set<String> names, Optional<Pattern> pattern, List<Pattern> exclude) {
    private static final String INTERNAL_PREFIX = "__";

    public TopicSelection {
        names = Set.copyOf(names);
        exclude = List.copyOf(exclude);
    }

    /** Whether the topic is read; internal topics never are. */
    public boolean takes(String topic) {
        boolean isWanted = names.contains(topic)
                || pattern.filter(regex -> regex.matcher(topic).matches()).isPresent();
        return isWanted
                && !topic.startsWith(INTERNAL_PREFIX)
                && exclude.stream().noneMatch(regex -> regex.matcher(topic).matches());
    }
}
