package org.lsst.efd.connect.manager.offsets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lsst.efd.connect.manager.kafka.KafkaQueries;
import org.lsst.efd.connect.manager.outcome.CommandFailure;

final class RewindTargetTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-01-31T12:00:00Z"), ZoneOffset.UTC);

    private static RewindTarget at(String time) {
        return new RewindTarget.At(Instant.parse(time));
    }

    @Test
    void readsTimesAsTheyAreWritten() {
        assertThat(RewindTarget.written("earliest", NOON)).isEqualTo(new RewindTarget.Earliest());
        assertThat(RewindTarget.written("latest", NOON)).isEqualTo(new RewindTarget.Latest());
        assertThat(RewindTarget.written("-1h", NOON)).isEqualTo(at("2026-01-31T11:00:00Z"));
        assertThat(RewindTarget.written("-90s", NOON)).isEqualTo(at("2026-01-31T11:58:30Z"));
        assertThat(RewindTarget.written("2026-01-30", NOON)).isEqualTo(at("2026-01-30T00:00:00Z"));
        assertThat(RewindTarget.written("2026-01-30T06:00:00", NOON)).isEqualTo(at("2026-01-30T06:00:00Z"));
        assertThat(RewindTarget.written("2026-01-30T06:00:00-03:00", NOON)).isEqualTo(at("2026-01-30T09:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "1h", "-1w", "2026-13-01", "2026-01-30 06:00"})
    void refusesWhatIsNoTime(String text) {
        assertThatThrownBy(() -> RewindTarget.written(text, NOON))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("--to");
    }

    @Test
    void asksForAThousandPartitionsByTwoRequests() {
        Set<TopicPartition> partitions = new HashSet<>();
        for (int number = 0; number < 1000; number++) {
            partitions.add(new TopicPartition("topic-" + number % 100, number / 100));
        }
        Log log = new Log();

        Map<TopicPartition, Long> offsets = RewindTarget.written("-1h", NOON).offsets(log, partitions);

        assertThat(offsets).hasSize(1000);
        assertThat(offsets.get(new TopicPartition("topic-0", 0))).isEqualTo(5);
        // where no record is that late, reading goes on at the end
        assertThat(offsets.get(new TopicPartition("topic-1", 1))).isEqualTo(9);
        assertThat(log.requests).isEqualTo(2);
    }

    /** A log of nine records per partition, the later ones of partitions 0 within the hour. */
    private static final class Log implements KafkaQueries {
        private int requests;

        private Map<TopicPartition, Long> all(Set<TopicPartition> partitions, long offset) {
            requests++;
            Map<TopicPartition, Long> offsets = new HashMap<>();
            partitions.forEach(partition -> offsets.put(partition, offset));
            return offsets;
        }

        @Override
        public Map<TopicPartition, Long> ends(Set<TopicPartition> partitions) {
            return all(partitions, 9);
        }

        @Override
        public Map<TopicPartition, Long> starts(Set<TopicPartition> partitions) {
            return all(partitions, 0);
        }

        @Override
        public Map<TopicPartition, Long> at(Set<TopicPartition> partitions, Instant time) {
            Map<TopicPartition, Long> offsets = all(partitions, 5);
            offsets.keySet().removeIf(partition -> partition.partition() != 0);
            return offsets;
        }

        @Override
        public NavigableSet<String> topics() {
            return new TreeSet<>();
        }

        @Override
        public Map<String, Map<TopicPartition, Long>> committed(Set<String> groups) {
            return Map.of();
        }

        @Override
        public void close() {}
    }
}
