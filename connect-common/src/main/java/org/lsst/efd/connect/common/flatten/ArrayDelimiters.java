package org.lsst.efd.connect.common.flatten;

import java.util.List;
import org.lsst.efd.connect.common.fields.Glob;

/**
 * What stands between an array's name and an index, by topic.
 *
 * @param delimiter for all topics but the exceptions
 * @param exceptions the first whose pattern fits the topic wins
 */
public record ArrayDelimiters(String delimiter, List<ForTopics> exceptions) {
    /** The delimiter for topics that fit a pattern. */
    public record ForTopics(Glob topics, String delimiter) {}

    public ArrayDelimiters {
        exceptions = List.copyOf(exceptions);
    }

    /** The same delimiter for all topics. */
    public static ArrayDelimiters always(String delimiter) {
        return new ArrayDelimiters(delimiter, List.of());
    }

    String of(String topic) {
        return exceptions.stream()
                .filter(exception -> exception.topics().matches(topic))
                .findFirst()
                .map(ForTopics::delimiter)
                .orElse(delimiter);
    }
}
