package org.lsst.efd.connect.aggregator.source;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which topics are read: those named or matched, but for the excluded ones, Kafka's internal ones and the connector's own
 * output. Immutable.
 *
 * @param names topics by name
 * @param regex topics by their whole name
 * @param exclude topics that are never read, by their whole name
 * @param outputs names of the connector's own output
 */
public record TopicSelection(Set<String> names, Optional<Pattern> regex, List<Pattern> exclude, Pattern outputs) {
    public TopicSelection {
        names = Set.copyOf(names);
        exclude = List.copyOf(exclude);
    }

    /** Whether a topic of this name is read. */
    public boolean takes(String topic) {
        boolean isWanted = names.contains(topic)
                || regex.filter(pattern -> pattern.matcher(topic).matches()).isPresent();
        return isWanted
                && !topic.startsWith("__")
                && !outputs.matcher(topic).matches()
                && exclude.stream().noneMatch(pattern -> pattern.matcher(topic).matches());
    }
}
