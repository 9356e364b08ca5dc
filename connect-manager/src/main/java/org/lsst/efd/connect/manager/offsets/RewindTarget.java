package org.lsst.efd.connect.manager.offsets;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;
import org.lsst.efd.connect.manager.kafka.KafkaQueries;
import org.lsst.efd.connect.manager.outcome.CommandFailure;

/** Where a rewind leads. */
public sealed interface RewindTarget {
    /** The first record that is kept. */
    record Earliest() implements RewindTarget {}

    /** After the last record. */
    record Latest() implements RewindTarget {}

    /** The first record at or after a time, or after the last where none is that late. */
    record At(Instant time) implements RewindTarget {}

    /** Reads {@code earliest}, {@code latest}, an ISO time (UTC where it names no zone), or {@code -1h}. */
    static RewindTarget written(String text, Clock clock) {
        if (text.equals("earliest")) {
            return new Earliest();
        }
        if (text.equals("latest")) {
            return new Latest();
        }
        Matcher back = Pattern.compile("-(\\d+)(s|m|h|d)").matcher(text);
        if (back.matches()) {
            long number = Long.parseLong(back.group(1));
            Duration span =
                    switch (back.group(2)) {
                        case "s" -> Duration.ofSeconds(number);
                        case "m" -> Duration.ofMinutes(number);
                        case "h" -> Duration.ofHours(number);
                        default -> Duration.ofDays(number);
                    };
            return new At(clock.instant().minus(span));
        }
        return new At(instant(text));
    }

    private static Instant instant(String text) {
        try {
            if (text.length() == "2026-01-01".length()) {
                return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            }
            boolean hasZone = text.matches(".*(Z|[+-]\\d\\d:?\\d\\d)");
            return hasZone
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw CommandFailure.usage(
                    "--to " + text + " is not earliest, latest, a time such as 2026-01-31T12:00:00Z, or -1h", e);
        }
    }

    /** The offsets this means for each partition: at most two requests, however many partitions. */
    default Map<TopicPartition, Long> offsets(KafkaQueries kafka, Set<TopicPartition> partitions) {
        if (this instanceof Earliest) {
            return kafka.starts(partitions);
        }
        Map<TopicPartition, Long> offsets = new HashMap<>(kafka.ends(partitions));
        if (this instanceof At at) {
            offsets.putAll(kafka.at(partitions, at.time()));
        }
        return offsets;
    }
}
