package org.lsst.efd.connect.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lsst.efd.connect.aggregator.source.ListedTopic;
import org.lsst.efd.connect.aggregator.source.StartPolicy;
import org.lsst.efd.connect.aggregator.source.StartPositions;
import org.lsst.efd.connect.aggregator.topic.AggregatedTopic;
import org.lsst.efd.connect.aggregator.topic.OwnedTopics;
import org.lsst.efd.connect.aggregator.topic.TopicStarts;
import org.lsst.efd.connect.aggregator.topic.TopicState;
import org.lsst.efd.connect.aggregator.topic.TopicWindows;
import org.lsst.efd.connect.common.aggregate.AggregateRules;
import org.lsst.efd.connect.common.aggregate.TopicAggregate;
import org.lsst.efd.connect.common.settings.SettingValues;

class OwnedTopicsTest {
    private static final long NOW = 1_700_000_000_000L;

    private final MovedClock clock = new MovedClock();
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
    private final Map<String, TopicState> stored = new HashMap<>();
    private final List<SourceRecord> out = new ArrayList<>();
    private OwnedTopics topics = owned("earliest", false);

    /** Stands still unless it is moved. */
    private static final class MovedClock extends Clock {
        private long nowMs = NOW;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(nowMs);
        }
    }

    @BeforeEach
    void theRegistryIsThere() {
        PlainConverter.isRegistryAway = false;
    }

    private OwnedTopics owned(String policy, boolean pausesOnBad) {
        SettingValues values = AggregatorSourceConfig.SETTINGS.read(AggregatorSourceConnectorTest.configuration(
                "aggregate.window.grace.ms", "0", "aggregate.statistics", "mean"));
        AggregateRules rules = AggregatorSourceConfig.rules(values);
        AggregatedTopic.TopicRules topicRules = new AggregatedTopic.TopicRules(
                AggregatorSourceConfig.converters(values),
                AggregatorSourceConfig.recordTime(values, clock),
                false,
                false,
                pausesOnBad);
        TopicStarts starts = new TopicStarts(
                new StartPositions(consumer, Duration.ofSeconds(1)),
                StartPolicy.parse(policy),
                rules.grid(),
                names -> stored,
                (topic, state) -> made(topic, state, rules, topicRules));
        return new OwnedTopics(consumer, starts, 100);
    }

    private AggregatedTopic made(
            ListedTopic topic, TopicState state, AggregateRules rules, AggregatedTopic.TopicRules topicRules) {
        TopicAggregate aggregate = new TopicAggregate(topic.name(), rules, clock);
        return new AggregatedTopic(
                topic.name(),
                Map.of("cluster", "c", "topic", topic.name()),
                topicRules,
                aggregate,
                new TopicWindows(
                        rules.grid(), aggregate.openWindows(rules.samplePool()), 1_000, 60_000, state.of(topic.id())),
                topic.id());
    }

    private void list(ListedTopic... listed) {
        for (ListedTopic topic : listed) {
            for (int partition = 0; partition < topic.partitions(); partition++) {
                TopicPartition each = new TopicPartition(topic.name(), partition);
                consumer.updateBeginningOffsets(Map.of(each, 0L));
                consumer.updateEndOffsets(Map.of(each, 0L));
            }
        }
        topics.update(List.of(listed), clock.millis(), out);
    }

    private static ListedTopic topic(String name, String id) {
        return new ListedTopic(name, Optional.of(id), 1);
    }

    private void send(String topic, long offset, long timeMs, @Nullable String value) {
        consumer.addRecord(new ConsumerRecord<>(
                topic,
                0,
                offset,
                NOW + timeMs,
                TimestampType.CREATE_TIME,
                0,
                0,
                null,
                value == null ? null : value.getBytes(StandardCharsets.UTF_8),
                new RecordHeaders(),
                Optional.empty()));
        consumer.updateEndOffsets(Map.of(new TopicPartition(topic, 0), offset + 1));
    }

    private void read() {
        topics.read(Duration.ZERO, clock, out);
    }

    private List<String> told() {
        return out.stream()
                .map(record -> record.topic() + "@" + (record.timestamp() - NOW) + " mean "
                        + ((Struct) record.value()).get("mean_x"))
                .toList();
    }

    @Test
    void tellsWindowsWithTheStateFromWhichTheNextOneCanBeBuilt() {
        list(topic("a", "id"));
        send("a", 0, 100, "1");
        send("a", 1, 900, "3");
        send("a", 2, 1_000, "7");
        read();
        assertThat(told()).containsExactly("a-aggregated@500 mean 2.0");
        assertThat(out.get(0).sourceOffset()).isEqualTo(Map.of("0", 2L, "closedUpTo", NOW + 1_000, "topicId", "id"));
    }

    @Test
    void goesOnFromAStoredState() {
        stored.put("a", TopicState.parse(Map.of("0", 1, "closedUpTo", NOW + 1_000, "topicId", "id")));
        consumer.updateEndOffsets(Map.of(new TopicPartition("a", 0), 9L));
        topics.update(listedWithEnd("a", 9L), clock.millis(), out);
        send("a", 1, 900, "9");
        send("a", 2, 1_000, "7");
        send("a", 3, 2_000, "8");
        read();
        assertThat(told()).containsExactly("a-aggregated@1500 mean 7.0");
    }

    private List<ListedTopic> listedWithEnd(String name, long end) {
        TopicPartition partition = new TopicPartition(name, 0);
        consumer.updateBeginningOffsets(Map.of(partition, 0L));
        consumer.updateEndOffsets(Map.of(partition, end));
        return List.of(topic(name, "id"));
    }

    @Test
    void skipsBadRecordsAndGoesOn() {
        list(topic("a", "id"));
        send("a", 0, 100, "1");
        send("a", 1, 200, "broken");
        send("a", 2, 300, null);
        send("a", 3, 400_000, "9");
        send("a", 4, 1_000, "5");
        read();
        assertThat(told()).containsExactly("a-aggregated@500 mean 1.0");
        AggregatedTopic topic = topics.topics().get("a");
        assertThat(topic == null ? "" : topic.counts().toString())
                .isEqualTo("5 records, 1 windows told, 0 late, 2 bad, 1 without value, 0 beyond the groups");
    }

    @Test
    void aTopicThatCannotBeReadNowWaitsAndNoOther() {
        PlainConverter.isRegistryAway = true;
        list(topic("a", "id"), topic("b", "id"));
        send("a", 0, 100, "later");
        send("a", 1, 1_000, "1");
        send("b", 0, 100, "1");
        send("b", 1, 1_000, "2");
        read();
        read();
        assertThat(told()).containsExactly("b-aggregated@500 mean 1.0");
        assertThat(consumer.paused()).containsExactly(new TopicPartition("a", 0));

        PlainConverter.isRegistryAway = false;
        clock.nowMs += 2_000;
        out.clear();
        read();
        assertThat(consumer.paused()).isEmpty();
        assertThat(consumer.position(new TopicPartition("a", 0))).isZero();
        send("a", 0, 100, "later");
        send("a", 1, 1_000, "1");
        read();
        assertThat(told()).contains("a-aggregated@500 mean 0.0");
    }

    @Test
    void aTopicThatMayNotBeReadHoldsNoOther() {
        list(topic("a", "id"), topic("b", "id"));
        consumer.setPollException(new TopicAuthorizationException(java.util.Set.of("a")));
        read();
        send("b", 0, 100, "1");
        send("b", 1, 1_000, "2");
        read();
        assertThat(told()).containsExactly("b-aggregated@500 mean 1.0");
        assertThat(topics.topics()).containsOnlyKeys("b");
        clock.nowMs += 2_000;
        list(topic("a", "id"), topic("b", "id"));
        assertThat(topics.topics()).containsOnlyKeys("a", "b");
    }

    @Test
    void tellsTheLastWindowOfASilentTopic() {
        list(topic("a", "id"));
        send("a", 0, 100, "1");
        read();
        clock.nowMs += 999;
        read();
        assertThat(out).isEmpty();
        clock.nowMs += 101;
        read();
        assertThat(told()).containsExactly("a-aggregated@500 mean 1.0");
    }

    @Test
    void tellsNothingEarlyWhileThereIsMoreToRead() {
        list(topic("a", "id"));
        send("a", 0, 100, "1");
        read();
        consumer.updateEndOffsets(Map.of(new TopicPartition("a", 0), 5L));
        clock.nowMs += 60_000;
        read();
        assertThat(out).isEmpty();
    }

    @Test
    void aTopicThatWasCreatedAnewBeginsAnew() {
        list(topic("a", "first"));
        send("a", 0, 100, "1");
        read();
        list(topic("a", "second"));
        assertThat(consumer.position(new TopicPartition("a", 0))).isZero();
        send("a", 0, 100, "5");
        send("a", 1, 1_000, "5");
        read();
        assertThat(told()).containsExactly("a-aggregated@500 mean 5.0");
        assertThat(TopicState.parse(out.get(0).sourceOffset()).topicId()).contains("second");
    }

    @Test
    void aTopicThatIsGoneIsDropped() {
        list(topic("a", "id"), topic("b", "id"));
        list(topic("b", "id"));
        assertThat(topics.topics()).containsOnlyKeys("b");
        assertThat(consumer.assignment()).containsExactly(new TopicPartition("b", 0));
    }

    @Test
    void aNewPartitionBeginsAtItsLogStart() {
        list(topic("a", "id"));
        send("a", 0, 100, "1");
        read();
        list(new ListedTopic("a", Optional.of("id"), 2));
        assertThat(consumer.position(new TopicPartition("a", 1))).isZero();
        assertThat(consumer.position(new TopicPartition("a", 0))).isEqualTo(1);
    }

    @Test
    void startsAtTheEndWhenAsked() {
        topics = owned("latest", false);
        topics.update(listedWithEnd("a", 7), clock.millis(), out);
        assertThat(consumer.position(new TopicPartition("a", 0))).isEqualTo(7);
        send("a", 7, -1, "1");
        send("a", 8, 0, "2");
        send("a", 9, 1_000, "3");
        read();
        assertThat(told()).containsExactly("a-aggregated@500 mean 2.0");
    }

    @Test
    void aBadRecordHoldsItsTopicWhereThatIsAsked() {
        topics = owned("earliest", true);
        list(topic("a", "id"));
        send("a", 0, 100, "broken");
        send("a", 1, 1_000, "1");
        read();
        read();
        assertThat(out).isEmpty();
        assertThat(consumer.position(new TopicPartition("a", 0))).isZero();
        assertThat(consumer.paused()).hasSize(1);
    }
}
