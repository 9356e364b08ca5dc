package org.lsst.efd.connect.parquet.lanes;

import java.util.Locale;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.lsst.efd.connect.parquet.paths.PathSegment;

/** Names of files: {@code <topic>+<partition>+<first offset, 12 digits>+<fingerprint>.<extension>}. */
final class FileName {
    private static final int OFFSET_DIGITS = 12;

    private FileName() {}

    static String of(LaneKey lane, long firstOffset, String extension) {
        return prefix(lane.partition())
                + String.format(Locale.ROOT, "%0" + OFFSET_DIGITS + "d", firstOffset)
                + "+"
                + lane.fingerprint()
                + extension;
    }

    /** With what the names of all files of a partition begin. */
    static String prefix(TopicPartition partition) {
        String topic = PathSegment.ofTopic(partition.topic()).replaceAll("[^A-Za-z0-9._-]", "_");
        return topic + "+" + partition.partition() + "+";
    }

    /** The first offset that a name tells, if it is that of a file of this lane, in whatever format. */
    static OptionalLong firstOffset(LaneKey lane, String name) {
        String prefix = prefix(lane.partition());
        int plus = name.indexOf('+', prefix.length());
        if (!name.startsWith(prefix) || plus < 0 || !name.startsWith(lane.fingerprint() + ".", plus + 1)) {
            return OptionalLong.empty();
        }
        String digits = name.substring(prefix.length(), plus);
        return digits.length() >= OFFSET_DIGITS && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                ? OptionalLong.of(Long.parseLong(digits))
                : OptionalLong.empty();
    }
}
