package org.lsst.efd.connect.common.source;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds the partition for which a poll fails where only the text of the error names it, if at all: the one that is named is
 * read alone, since a text proves nothing; where that finds nothing, halves of those suspected. Not thread-safe.
 */
final class Suspects {
    /** Long enough for a fetch to come back: a group that was read for so long without an error is innocent. */
    private static final long PROBATION_MS = 1_000;

    private final ArrayDeque<Set<TopicPartition>> groups = new ArrayDeque<>();
    private long groupSinceMs;
    /** Named by the last error, and read alone. */
    private Optional<TopicPartition> named = Optional.empty();

    /** Whether a partition at fault is being looked for. */
    boolean areSought() {
        return !groups.isEmpty();
    }

    /** Which of the assigned partitions may be read in this round. */
    Set<TopicPartition> readable(Set<TopicPartition> assigned, long nowMs) {
        while (!groups.isEmpty()) {
            Set<TopicPartition> group = groups.getFirst();
            group.retainAll(assigned);
            if (!group.isEmpty() && nowMs - groupSinceMs < PROBATION_MS) {
                return group;
            }
            groups.removeFirst();
            groupSinceMs = nowMs;
        }
        return assigned;
    }

    /** Reading these partitions failed; the culprit, once it is alone. */
    Optional<TopicPartition> accuse(Set<TopicPartition> read, Throwable error, long nowMs) {
        if (!groups.isEmpty()) {
            groups.removeFirst();
        }
        groupSinceMs = nowMs;
        Optional<TopicPartition> before = named;
        named = Optional.empty();
        if (read.size() == 1) {
            return Optional.of(read.iterator().next());
        }
        Optional<TopicPartition> first = namedBy(error, read);
        if (first.isPresent() && !first.equals(before)) {
            named = first;
            groups.addFirst(new HashSet<>(Set.of(first.get())));
        } else {
            List<TopicPartition> all = new ArrayList<>(read);
            int half = all.size() / 2;
            groups.addFirst(new HashSet<>(all.subList(half, all.size())));
            groups.addFirst(new HashSet<>(all.subList(0, half)));
        }
        return Optional.empty();
    }

    /** Which of these partitions the text of an error names. */
    static Optional<TopicPartition> namedBy(Throwable error, Set<TopicPartition> read) {
        String text = String.valueOf(error.getMessage());
        return read.stream()
                .filter(partition -> stands(partition.toString(), text))
                .findFirst();
    }

    /** Whether the name stands in the text, and not as a part of another. */
    private static boolean stands(String name, String text) {
        for (int at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
            int end = at + name.length();
            boolean beginsThere = at == 0 || !isOfName(text.charAt(at - 1));
            if (beginsThere && (end == text.length() || !Character.isDigit(text.charAt(end)))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOfName(char c) {
        return Character.isLetterOrDigit(c) || c == '.' || c == '_' || c == '-';
    }
}
