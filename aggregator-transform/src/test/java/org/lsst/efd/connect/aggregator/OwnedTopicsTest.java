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
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lsst.efd.connect.aggregator.topic.AggregatedTopic;
import org.lsst.efd.connect.aggregator.topic.OwnedTopics;
import org.lsst.efd.connect.aggregator.topic.TopicStarts;
import org.lsst.efd.connect.aggregator.topic.TopicState;
import org.lsst.efd.connect.aggregator.topic.TopicWindows;
import org.lsst.efd.connect.common.aggregate.AggregateRules;
import org.lsst.efd.connect.common.aggregate.TopicAggregate;
import org.lsst.efd.connect.common.settings.SettingValues;
import org.lsst.efd.connect.common.source.FoundTopic;
import org.lsst.efd.connect.common.source.SourceEvent;
import org.lsst.efd.connect.common.source.StartPolicy;

class OwnedTopicsTest {
    private static final long NOW = 1_700_000_000_000L;
    private static final Uuid ID = new Uuid(1, 1);
    private static final TopicPartition A0 = new TopicPartition("a", 0);
    private static final TopicPartition A1 = new TopicPartition("a", 1);

    private final MovedClock clock = new MovedClock();
    private final FakeReading reading = new FakeReading();
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
                StartPolicy.parse(policy),
                rules.grid(),
                names -> stored,
                (topic, state) -> made(topic, state, rules, topicRules));
        return new OwnedTopics(reading, starts, 100);
    }

    private AggregatedTopic made(
            String topic, TopicState state, AggregateRules rules, AggregatedTopic.TopicRules topicRules) {
        TopicAggregate aggregate = new TopicAggregate(topic, rules, clock);
        TopicWindows windows =
                new TopicWindows(rules.grid(), aggregate.openWindows(rules.samplePool()), 1_000, 60_000, state);
        return new AggregatedTopic(
                topic, Map.of("cluster", "c", "topic", topic), topicRules, aggregate, windows, state);
    }

    /** Lists topics and reads until all of them have started. */
    private void list(FoundTopic... listed) throws InterruptedException {
        topics.update(List.of(listed), clock.millis(), out);
        read();
    }

    private static FoundTopic topic(String name) {
        return new FoundTopic(name, ID, 1);
    }

    private void send(String topic, long offset, long timeMs, @Nullable String value) {
        send(new TopicPartition(topic, 0), offset, timeMs, value);
    }

    private void send(TopicPartition partition, long offset, long timeMs, @Nullable String value) {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                offset,
                NOW + timeMs,
                TimestampType.CREATE_TIME,
                0,
                0,
                null,
                value == null ? null : value.getBytes(StandardCharsets.UTF_8),
                new RecordHeaders(),
                Optional.empty());
        reading.tell(new SourceEvent.Records(partition, List.of(record)));
    }

    /** Reads until nothing comes any more. */
    private void read() throws InterruptedException {
        for (int i = 0; i < 10; i++) {
            topics.read(Duration.ZERO, clock, out);
        }
    }

    private List<String> told() {
        return out.stream()
                .map(record -> record.topic() + "@" + (record.timestamp() - NOW) + " mean "
                        + ((Struct) record.value()).get("mean_x"))
                .toList();
    }

    @Test
    void tellsWindowsWithTheStateFromWhichTheNextOneCanBeBuilt() throws InterruptedException {
        list(topic("a"));
        send("a", 0, 100, "1");
        send("a", 1, 900, "3");
        send("a", 2, 1_000, "7");
        read();
        assertThat(told()).containsExactly("a-aggregated@500 mean 2.0");
        assertThat(out.get(0).sourceOffset())
                .isEqualTo(Map.of("0", 2L, "closedUpTo", NOW + 1_000, "topicId", ID.toString()));
    }

    @Test
    void goesOnFromAStoredState() throws InterruptedException {
        stored.put("a", TopicState.parse(Map.of("0", 1, "closedUpTo", NOW + 1_000, "topicId", ID.toString())));
        reading.policyStart = 77;
        list(topic("a"));
        send("a", 1, 900, "9");
        send("a", 2, 1_000, "7");
        send("a", 3, 2_000, "8");
        read();
        assertThat(told()).containsExactly("a-aggregated@1500 mean 7.0");
    }

    @Test
    void skipsBadRecordsAndGoesOn() throws InterruptedException {
        list(topic("a"));
        send("a", 0, 100, "1");
        send("a", 1, 200, "broken");
        send("a", 2, 300, null);
        send("a", 3, 400_000, "9");
        send("a", 4, 1_000, "5");
        read();
        assertThat(told()).containsExactly("a-aggregated@500 mean 1.0");
        assertThat(topics.all()).singleElement().satisfies(topic -> {
            assertThat(topic.counts().toString())
                    .isEqualTo("5 records, 1 windows told, 0 late, 2 bad, 1 without value, 0 beyond the groups");
            assertThat(topic.counts().future()).isEqualTo(1);
        });
    }

    @Test
    void aTopicThatCannotBeReadNowWaitsAndNoOther() throws InterruptedException {
        PlainConverter.isRegistryAway = true;
        list(topic("a"), topic("b"));
        send("a", 0, 100, "later");
        send("a", 1, 1_000, "1");
        send("b", 0, 100, "1");
        send("b", 1, 1_000, "2");
        read();
        assertThat(told()).containsExactly("b-aggregated@500 mean 1.0");
        assertThat(reading.held()).containsExactly(A0);

        PlainConverter.isRegistryAway = false;
        clock.nowMs += 2_000;
        out.clear();
        read();
        assertThat(reading.held()).isEmpty();
        assertThat(told()).contains("a-aggregated@500 mean 0.0");
    }

    @Test
    void nothingIsAggregatedBeforeEveryPartitionHasStarted() throws InterruptedException {
        reading.unplaced.add(A1);
        list(new FoundTopic("a", ID, 2), topic("b"));
        send("a", 0, 100, "1");
        send("a", 1, 5_000, "1");
        send("b", 0, 100, "1");
        send("b", 1, 1_000, "2");
        read();
        clock.nowMs += 60_000;
        read();
        assertThat(told()).containsExactly("b-aggregated@500 mean 1.0", "b-aggregated@1500 mean 2.0");

        out.clear();
        reading.tell(new SourceEvent.Started(A1, 0, true));
        send(A1, 0, 900, "3");
        send(A1, 1, 1_000, "3");
        read();
        assertThat(told()).containsExactly("a-aggregated@500 mean 2.0");
    }

    @Test
    void tellsTheLastWindowOfASilentTopic() throws InterruptedException {
        list(topic("a"));
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
    void tellsNothingEarlyWhileThereIsMoreToReadOrNobodyAnswers() throws InterruptedException {
        list(topic("a"));
        send("a", 0, 100, "1");
        read();
        reading.isAnswering = false;
        clock.nowMs += 60_000;
        read();
        reading.isAnswering = true;
        reading.hasMore(A0);
        clock.nowMs += 60_000;
        read();
        assertThat(out).isEmpty();
    }

    /** Nothing is read while the reader waits for the answer. */
    @Test
    void whereAQuestionGetsNoAnswerTheNextWaitsTenTimesAsLong() throws InterruptedException {
        list(topic("a"));
        send("a", 0, 100, "1");
        read();
        reading.isSlow = true;
        clock.nowMs += 2_000;
        read();
        assertThat(reading.slow).hasSize(1);
        clock.nowMs += 3_000;
        reading.slow.get(0).completeExceptionally(new KafkaException("no answer"));
        read();
        clock.nowMs += 29_999;
        read();
        assertThat(reading.slow).hasSize(1);
        clock.nowMs += 1;
        read();
        assertThat(reading.slow).hasSize(2);
    }

    @Test
    void aTopicThatWasCreatedAnewBeginsAnew() throws InterruptedException {
        Uuid second = new Uuid(2, 2);
        list(topic("a"));
        send("a", 0, 100, "1");
        read();
        send("a", 1, 200, "1000");
        list(new FoundTopic("a", second, 1));
        send("a", 0, 100, "5");
        send("a", 1, 1_000, "5");
        read();
        assertThat(told()).containsExactly("a-aggregated@500 mean 5.0");
        assertThat(TopicState.parse(out.get(0).sourceOffset()).topicId()).contains(second.toString());
    }

    @Test
    void aTopicThatIsListedAgainGoesOnWhereItWasLeft() throws InterruptedException {
        list(topic("a"), topic("b"));
        send("a", 0, 100, "1");
        send("a", 1, 1_000, "7");
        read();
        list(topic("b"));
        assertThat(topics.all()).extracting(AggregatedTopic::name).containsExactly("b");
        assertThat(reading.owned()).containsExactly(new TopicPartition("b", 0));

        out.clear();
        list(topic("a"), topic("b"));
        send("a", 1, 1_000, "7");
        send("a", 2, 2_000, "8");
        read();
        assertThat(told()).containsExactly("a-aggregated@1500 mean 7.0");
    }

    @Test
    void aNewPartitionIsReadFromItsFirstRecordAlsoWhereTopicsStartAtTheirEnd() throws InterruptedException {
        topics = owned("latest", false);
        reading.policyStart = 7;
        list(topic("a"));
        send("a", 7, 100, "1");
        read();
        list(new FoundTopic("a", ID, 2));
        send(A1, 0, 200, "3");
        send(A0, 8, 1_000, "1");
        send(A1, 1, 1_000, "1");
        read();
        assertThat(told()).containsExactly("a-aggregated@500 mean 2.0");
        assertThat(TopicState.parse(out.get(0).sourceOffset()).offsets()).isEqualTo(Map.of(0, 8L, 1, 1L));
    }

    @Test
    void startsAtTheEndWhenAsked() throws InterruptedException {
        topics = owned("latest", false);
        reading.policyStart = 7;
        list(topic("a"));
        send("a", 7, -1, "1");
        send("a", 8, 0, "2");
        send("a", 9, 1_000, "3");
        read();
        assertThat(told()).containsExactly("a-aggregated@500 mean 2.0");
    }

    @Test
    void goesOnBehindRecordsThatAreGoneAndCountsThem() throws InterruptedException {
        list(topic("a"));
        send("a", 0, 100, "1");
        read();
        reading.tell(new SourceEvent.Lost(A0, 1, 10));
        reading.tell(new SourceEvent.Started(A0, 10, true));
        send("a", 10, 1_000, "1");
        read();
        assertThat(told()).containsExactly("a-aggregated@500 mean 1.0");
        assertThat(topics.all().get(0).counts().lost()).isEqualTo(9);
        assertThat(TopicState.parse(out.get(0).sourceOffset()).offsets()).isEqualTo(Map.of(0, 10L));
    }

    @Test
    void aBadRecordHoldsItsTopicWhereThatIsAsked() throws InterruptedException {
        topics = owned("earliest", true);
        list(topic("a"));
        send("a", 0, 100, "broken");
        send("a", 1, 1_000, "1");
        read();
        assertThat(out).isEmpty();
        assertThat(reading.held()).containsExactly(A0);
        assertThat(topics.all().get(0).windows().state().offsets()).containsEntry(0, 0L);
    }

    @Test
    void aCatchUpOverPartitionsDaysApartHoldsAFewWindows() throws InterruptedException {
        long dayMs = 86_400_000;
        int perPartition = 1_000;
        list(new FoundTopic("a", ID, 3));
        for (int partition = 0; partition < 3; partition++) {
            for (int i = 0; i < perPartition; i++) {
                send(new TopicPartition("a", partition), i, -30 * dayMs + 7 * dayMs * partition + 1_000L * i, "1");
            }
        }
        int most = 0;
        int idle = 0;
        while (idle < 100) {
            int before = out.size();
            topics.read(Duration.ZERO, clock, out);
            most = Math.max(most, topics.all().get(0).windows().openWindows());
            idle = out.size() == before ? idle + 1 : 0;
            // who has told everything becomes idle, and the others go on
            clock.nowMs += 50;
        }
        // (alignment + size + grace) / advance + 2
        assertThat(most).isLessThanOrEqualTo(60 + 1 + 2);
        assertThat(out.size()).isEqualTo(3 * perPartition);
    }
}
