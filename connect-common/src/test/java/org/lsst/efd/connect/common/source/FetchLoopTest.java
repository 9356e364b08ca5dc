package org.lsst.efd.connect.common.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lsst.efd.connect.common.retry.RetryPolicy;
import org.lsst.efd.connect.common.source.PartitionState.Waiting.Kind;

final class FetchLoopTest {
    private static final TopicPartition A = new TopicPartition("a", 0);
    private static final TopicPartition B = new TopicPartition("b", 0);
    private static final Uuid ID = Uuid.randomUuid();
    private static final Duration NO_WAIT = Duration.ZERO;

    private final DamagedConsumer consumer = new DamagedConsumer();
    private final PrefetchBuffer buffer = new PrefetchBuffer(100_000);

    @Test
    void startsByPolicyOrWhereItWasLeft() throws Exception {
        FetchLoop loop = loop(rules(new StartPolicy.Earliest(), false));
        log(A, 5, 9);
        log(B, 0, 3);
        loop.own(List.of(fresh(A), stored(B, 2)));
        loop.step(0, NO_WAIT);

        assertThat(taken()).containsExactlyInAnyOrder("start a-0 5", "start b-0 2");
        produce(A, 9);
        produce(B, 3);
        loop.step(1, NO_WAIT);
        assertThat(taken()).containsExactlyInAnyOrder("records a-0 [9]", "records b-0 [3]");

        FetchLoop latest = loop(rules(new StartPolicy.Latest(), false));
        latest.own(List.of(fresh(A)));
        latest.step(0, NO_WAIT);
        assertThat(taken()).containsExactly("start a-0 10 once");
    }

    @Test
    void tellsToTheRecordWhatWasDeletedBeforeItCouldBeRead() throws Exception {
        FetchLoop loop = loop(rules(new StartPolicy.Earliest(), false));
        log(A, 50, 60);
        loop.own(List.of(stored(A, 20)));
        loop.step(0, NO_WAIT);

        assertThat(taken()).containsExactly("lost a-0 20 to 50 = 30", "start a-0 50");
    }

    @Test
    void tellsALossThatHappensWhileItReads() throws Exception {
        FetchLoop loop = loop(rules(new StartPolicy.Earliest(), false));
        log(A, 0, 10);
        loop.own(List.of(stored(A, 4)));
        loop.step(0, NO_WAIT);
        taken();

        log(A, 7, 10);
        produce(A, 10);
        loop.step(1, NO_WAIT);
        loop.step(2, NO_WAIT);
        assertThat(taken()).containsExactly("lost a-0 4 to 7 = 3", "start a-0 7", "records a-0 [10]");
    }

    @Test
    void failsOnePartitionByPolicyAndReadsTheOthers() throws Exception {
        FetchLoop loop = loop(rules(new StartPolicy.Earliest(), true));
        log(A, 50, 60);
        log(B, 0, 1);
        loop.own(List.of(stored(A, 20), fresh(B)));
        loop.step(0, NO_WAIT);

        // not what is lost: whoever copies it stays where it is
        assertThat(taken()).containsExactlyInAnyOrder("failed a-0 GAP", "start b-0 0");
        assertThat(loop.states().get(A)).isInstanceOf(PartitionState.Failed.class);
        produce(B, 1);
        loop.step(1, NO_WAIT);
        assertThat(taken()).containsExactly("records b-0 [1]");
    }

    @Test
    void goesOnWhereATruncatedLogEnds() throws Exception {
        FetchLoop loop = loop(rules(new StartPolicy.Earliest(), false));
        log(A, 0, 10);
        loop.own(List.of(stored(A, 15)));
        loop.step(0, NO_WAIT);

        assertThat(taken()).containsExactly("truncated a-0 15 at 10");
        assertThat(consumer.position(A)).isEqualTo(10);
    }

    @Test
    void goesOnWhereTheLogDivergedWhichMayBeBeforeItsEnd() throws Exception {
        FetchLoop loop = loop(rules(new StartPolicy.Earliest(), false));
        log(A, 0, 10);
        StoredPosition withEpoch = new StoredPosition(15, Optional.of(3), Optional.of(ID));
        loop.own(List.of(new OwnedPartition(A, ID, Optional.of(withEpoch))));
        consumer.setPollException(
                new LogTruncationException(Map.of(A, 15L), Map.of(A, new OffsetAndMetadata(8, Optional.of(2), ""))));
        loop.step(0, NO_WAIT);

        assertThat(taken()).containsExactly("start a-0 15", "truncated a-0 15 at 8");
        assertThat(consumer.position(A)).isEqualTo(8);
    }

    @Test
    void failsAtATruncationByPolicy() throws Exception {
        FetchLoop loop = loop(rules(new StartPolicy.Earliest(), true));
        log(A, 0, 10);
        loop.own(List.of(stored(A, 15)));
        loop.step(0, NO_WAIT);
        assertThat(taken()).containsExactly("failed a-0 TRUNCATION");
    }

    @Test
    void comparesOffsetsWhereTheSourceDoesNotKnowTheEpoch() throws Exception {
        FetchLoop loop = loop(rules(new StartPolicy.Earliest(), false));
        log(A, 0, 10);
        log(B, 0, 10);
        loop.own(List.of(stored(A, 5), stored(B, 10)));
        loop.step(0, NO_WAIT);
        taken();
        log(B, 0, 7);
        // told of one more that is not owned any more
        TopicPartition left = new TopicPartition("left", 0);
        consumer.setPollException(new LogTruncationException(Map.of(A, 5L, B, 10L, left, 3L), Map.of()));
        loop.step(1, NO_WAIT);
        loop.step(2, NO_WAIT);

        assertThat(taken()).containsExactly("truncated b-0 10 at 7");
        assertThat(consumer.position(A)).isEqualTo(5);
        assertThat(consumer.position(B)).isEqualTo(7);
        assertThat(loop.states().values()).hasOnlyElementsOfType(PartitionState.Running.class);
    }

    @Test
    void aTruncationThatIsToldLateChangesNothingOfAPartitionThatIsToBeReadAgain() throws Exception {
        FetchLoop loop = loop(rules(new StartPolicy.Earliest(), false));
        log(A, 0, 10);
        log(B, 0, 0);
        loop.own(List.of(stored(A, 8), stored(B, 0)));
        loop.step(0, NO_WAIT);
        taken();
        buffer.block(A);
        loop.readAgainFrom(A, position(5), "schema unknown", 1, 1_000);
        consumer.setPollException(new LogTruncationException(Map.of(A, 8L), Map.of(A, new OffsetAndMetadata(7))));
        loop.step(1, NO_WAIT);
        consumer.setPollException(new LogTruncationException(Map.of(A, 8L), Map.of()));
        loop.step(2, NO_WAIT);
        assertThat(loop.states().get(A)).isInstanceOf(PartitionState.Waiting.class);

        // told once more, when it stands where it is to be read from
        consumer.setPollException(new LogTruncationException(Map.of(A, 8L), Map.of(A, new OffsetAndMetadata(7))));
        loop.step(1_000, NO_WAIT);
        loop.step(1_000, NO_WAIT);
        assertThat(consumer.position(A)).isEqualTo(5);
        produce(A, 10);
        loop.step(1_001, NO_WAIT);
        assertThat(taken()).containsExactly("records a-0 [10]");
    }

    @Test
    void aPositionInATopicThatWasCountsForNothingInTheOneThatIs() throws Exception {
        FetchLoop loop = loop(rules(new StartPolicy.Earliest(), false));
        log(A, 0, 10);
        loop.own(List.of(stored(A, 5)));
        loop.step(0, NO_WAIT);
        Uuid again = Uuid.randomUuid();
        loop.own(List.of(new OwnedPartition(A, again, Optional.empty())));
        loop.step(1, NO_WAIT);
        taken();
        // from one that has not seen yet that it is another
        buffer.block(A);
        loop.readAgainFrom(A, position(5), "schema unknown", 2, 2);
        loop.step(2, NO_WAIT);

        assertThat(taken()).containsExactly("recreated a-0", "start a-0 0");
    }

    @Test
    void startsAnewWhenTheTopicWasMadeAgainBeforeOrWhileItIsRead() throws Exception {
        FetchLoop loop = loop(rules(new StartPolicy.Latest(), false));
        log(A, 0, 10);
        Uuid before = Uuid.randomUuid();
        StoredPosition old = new StoredPosition(400, Optional.empty(), Optional.of(before));
        loop.own(List.of(new OwnedPartition(A, ID, Optional.of(old))));
        loop.step(0, NO_WAIT);
        assertThat(taken()).containsExactly("recreated a-0", "start a-0 0 once");

        loop.own(List.of(new OwnedPartition(A, Uuid.randomUuid(), Optional.empty())));
        loop.step(1, NO_WAIT);
        assertThat(taken()).containsExactly("recreated a-0", "start a-0 0 once");
    }

    @Test
    void anUnreadableTopicWaitsAloneAndFlowsWhenItMayBeRead() throws Exception {
        FetchLoop loop = loop(rules(new StartPolicy.Earliest(), false));
        log(A, 0, 0);
        log(B, 0, 0);
        loop.own(List.of(fresh(A), fresh(B)));
        loop.step(0, NO_WAIT);
        taken();
        consumer.setPollException(new TopicAuthorizationException(Set.of("a")));
        loop.step(1, NO_WAIT);

        assertThat(loop.states().get(A)).isInstanceOfSatisfying(PartitionState.Waiting.class, waiting -> {
            assertThat(waiting.kind()).isEqualTo(Kind.UNAUTHORISED);
            assertThat(waiting.reason()).contains("not authorised");
            assertThat(waiting.sinceMs()).isEqualTo(1);
            assertThat(waiting.nextTryMs()).isBetween(1L, 1001L);
        });
        assertThat(consumer.assignment()).containsExactly(B);
        produce(B, 0);
        loop.step(1, NO_WAIT);
        assertThat(taken()).contains("records b-0 [0]");

        loop.step(2000, NO_WAIT);
        produce(A, 0);
        loop.step(2001, NO_WAIT);
        assertThat(taken()).containsExactly("records a-0 [0]");
        assertThat(loop.states().get(A)).isInstanceOf(PartitionState.Running.class);
    }

    @Test
    void goesOnAfterAnUnknownErrorAndEndsWhenTheCredentialsAreRefused() {
        FetchLoop loop = loop(rules(new StartPolicy.Earliest(), false));
        log(A, 0, 0);
        loop.own(List.of(fresh(A)));
        consumer.setPollException(new KafkaException("strange"));
        loop.step(0, NO_WAIT);
        consumer.setPollException(new SaslAuthenticationException("refused"));
        assertThatThrownBy(() -> loop.step(5_000, NO_WAIT)).isInstanceOf(SaslAuthenticationException.class);
    }

    @Test
    void findsThePartitionThatFailsEveryPollAndReadsTheOthers() throws Exception {
        FetchLoop loop = loop(rules(new StartPolicy.Earliest(), false));
        List<OwnedPartition> owned = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            TopicPartition partition = new TopicPartition("t", i);
            log(partition, 0, 0);
            owned.add(fresh(partition));
        }
        loop.own(owned);
        loop.step(0, NO_WAIT);
        taken();
        TopicPartition bad = new TopicPartition("t", 7);
        consumer.damaged = Optional.of(bad);
        for (int i = 0; i < 10; i++) {
            produce(new TopicPartition("t", i), 0);
        }

        List<String> taken = new ArrayList<>();
        long nowMs = 1;
        while (!(loop.states().get(bad) instanceof PartitionState.Waiting) && nowMs < 60_000) {
            loop.step(nowMs, NO_WAIT);
            taken.addAll(taken());
            nowMs += 100;
        }
        assertThat(loop.states().get(bad))
                .isInstanceOfSatisfying(PartitionState.Waiting.class, waiting -> assertThat(waiting.kind())
                        .isEqualTo(Kind.DAMAGED));
        for (long end = nowMs + 5_000; nowMs < end; nowMs += 100) {
            consumer.damaged = Optional.empty();
            loop.step(nowMs, NO_WAIT);
            taken.addAll(taken());
        }
        assertThat(taken).hasSize(10).doesNotHaveDuplicates();
        assertThat(loop.states().values()).hasOnlyElementsOfType(PartitionState.Running.class);
        assertThat(consumer.paused()).isEmpty();
    }

    @Test
    void aPartitionThatTheErrorNamesIsFoundAtOnceAndTriedMoreAndMoreSeldom() throws Exception {
        RetryPolicy retry = new RetryPolicy(-1, Duration.ofSeconds(1), Duration.ofMinutes(1));
        FetchLoop loop =
                loop(new ReaderRules(new StartPolicy.Earliest(), false, false, false, false, retry, 100_000, false));
        List<OwnedPartition> owned = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            TopicPartition partition = new TopicPartition("t", i);
            log(partition, 0, 0);
            owned.add(fresh(partition));
        }
        loop.own(owned);
        loop.step(0, NO_WAIT);
        TopicPartition bad = new TopicPartition("t", 7);
        consumer.damaged = Optional.of(bad);
        consumer.isNamed = true;
        loop.step(1, NO_WAIT);
        loop.step(2, NO_WAIT);
        assertThat(loop.states().get(bad))
                .isInstanceOfSatisfying(PartitionState.Waiting.class, waiting -> assertThat(waiting.sinceMs())
                        .isEqualTo(2));
        loop.step(3, NO_WAIT);
        assertThat(consumer.paused()).isEmpty();
        assertThat(consumer.assignment()).hasSize(99);

        int failures = consumer.failures;
        for (long nowMs = 3; nowMs < 600_000; nowMs += 10) {
            loop.step(nowMs, NO_WAIT);
        }
        // two failed polls for each attempt, of which a minute lies between the later ones
        assertThat(consumer.failures - failures).isBetween(2 * 9, 2 * 25);
        assertThat(loop.states().get(bad))
                .isInstanceOfSatisfying(PartitionState.Waiting.class, waiting -> assertThat(waiting.sinceMs())
                        .isEqualTo(2));

        consumer.damaged = Optional.empty();
        for (long nowMs = 600_000; !consumer.assignment().contains(bad); nowMs += 10) {
            loop.step(nowMs, NO_WAIT);
        }
        produce(bad, 0);
        loop.step(700_000, NO_WAIT);
        assertThat(taken()).contains("records t-7 [0]");
    }

    @Test
    void aPartitionThatIsNamedAndInnocentIsNotTakenForTheCulprit() throws Exception {
        FetchLoop loop = loop(rules(new StartPolicy.Earliest(), false));
        for (TopicPartition partition : List.of(A, B)) {
            log(partition, 0, 0);
        }
        loop.own(List.of(fresh(A), fresh(B)));
        loop.step(0, NO_WAIT);
        consumer.damaged = Optional.of(A);
        consumer.wronglyNamed = Optional.of(B);
        for (long nowMs = 1; nowMs < 5_000 && loop.states().get(A) instanceof PartitionState.Running; nowMs += 100) {
            loop.step(nowMs, NO_WAIT);
            assertThat(loop.states().get(B)).isInstanceOf(PartitionState.Running.class);
        }
        assertThat(loop.states().get(A)).isInstanceOf(PartitionState.Waiting.class);
    }

    @Test
    void passesOverWhatIsDamagedByPolicyAndTellsIt() throws Exception {
        RetryPolicy retry = new RetryPolicy(-1, Duration.ofSeconds(1), Duration.ofSeconds(1));
        FetchLoop loop =
                loop(new ReaderRules(new StartPolicy.Earliest(), false, false, false, true, retry, 100_000, false));
        log(A, 0, 3);
        log(B, 0, 0);
        loop.own(List.of(fresh(A), fresh(B)));
        loop.step(0, NO_WAIT);
        taken();
        consumer.damaged = Optional.of(A);
        for (long nowMs = 1; consumer.position(A) < 3; nowMs += 100) {
            loop.step(nowMs, NO_WAIT);
        }
        consumer.damaged = Optional.empty();
        assertThat(taken()).containsExactly("skipped a-0 0 to 1", "skipped a-0 1 to 2", "skipped a-0 2 to 3");
        produce(A, 3);
        loop.step(10_000, NO_WAIT);
        assertThat(taken()).containsExactly("records a-0 [3]");
    }

    @Test
    void whatWasPassedOverBeforeIsNotTakenForTheNextThatIsDamaged() throws Exception {
        RetryPolicy retry = new RetryPolicy(-1, Duration.ofSeconds(1), Duration.ofSeconds(1));
        FetchLoop loop =
                loop(new ReaderRules(new StartPolicy.Earliest(), false, false, false, true, retry, 100_000, false));
        log(A, 0, 1);
        log(B, 0, 1);
        loop.own(List.of(fresh(A), fresh(B)));
        loop.step(0, NO_WAIT);
        taken();
        consumer.isNamed = true;
        consumer.damaged = Optional.of(A);
        for (long nowMs = 1; consumer.position(A) < 1; nowMs += 100) {
            loop.step(nowMs, NO_WAIT);
        }
        consumer.damaged = Optional.of(B);
        for (long nowMs = 10_000; consumer.position(B) < 1; nowMs += 100) {
            loop.step(nowMs, NO_WAIT);
        }
        assertThat(taken()).containsExactly("skipped a-0 0 to 1", "skipped b-0 0 to 1");
        assertThat(consumer.position(A)).isEqualTo(1);
    }

    @Test
    void readsWholeWhatAppearsLaterAlsoWhenItStartsAtTheLatest() throws Exception {
        FetchLoop loop = loop(rules(new StartPolicy.Latest(), false));
        log(A, 0, 10);
        log(B, 0, 10);
        loop.own(List.of(fresh(A), new OwnedPartition(B, ID, Optional.empty(), true)));
        loop.step(0, NO_WAIT);
        assertThat(taken()).containsExactlyInAnyOrder("start a-0 10 once", "start b-0 0 once");
    }

    @Test
    void aPartitionThatIsGoneHoldsUpNoOtherThatStartsWithIt() throws Exception {
        FetchLoop loop = loop(rules(new StartPolicy.Earliest(), false));
        consumer.gone = Set.of(new TopicPartition("t", 5));
        List<OwnedPartition> owned = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            TopicPartition partition = new TopicPartition("t", i);
            log(partition, 0, 0);
            owned.add(fresh(partition));
        }
        loop.own(owned);
        for (long nowMs = 0; nowMs < 60; nowMs++) {
            loop.step(nowMs, NO_WAIT);
        }
        assertThat(consumer.assignment()).hasSize(39);
        assertThat(loop.states().get(new TopicPartition("t", 5))).isInstanceOf(PartitionState.Waiting.class);
    }

    @Test
    void partitionsWithoutALeaderWaitWithoutBeingAskedForTheirStart() throws Exception {
        FetchLoop loop = loop(rules(new StartPolicy.Earliest(), false));
        consumer.gone = Set.of(new TopicPartition("t", 5));
        List<OwnedPartition> owned = new ArrayList<>();
        List<PartitionInfo> infos = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            TopicPartition partition = new TopicPartition("t", i);
            log(partition, 0, 0);
            owned.add(fresh(partition));
            Node leader = i == 5 ? null : new Node(1, "localhost", 9092);
            infos.add(new PartitionInfo("t", i, leader, new Node[0], new Node[0]));
        }
        consumer.updatePartitions("t", infos);
        loop.own(owned);
        loop.step(0, NO_WAIT);
        loop.step(1, NO_WAIT);
        assertThat(consumer.assignment()).as("placed at once").hasSize(39);
        for (long nowMs = 1_000; nowMs < 60_000; nowMs += 1_000) {
            loop.step(nowMs, NO_WAIT);
        }
        assertThat(consumer.unanswered)
                .as("questions that waited for an answer")
                .isEqualTo(1);
        assertThat(consumer.leaderQuestions).as("questions about leaders").isBetween(2, 14);
        assertThat(loop.states().get(new TopicPartition("t", 5)))
                .isInstanceOfSatisfying(PartitionState.Waiting.class, waiting -> assertThat(waiting.kind())
                        .isEqualTo(Kind.NO_LEADER));
        infos.set(5, new PartitionInfo("t", 5, new Node(1, "localhost", 9092), new Node[0], new Node[0]));
        consumer.updatePartitions("t", infos);
        consumer.gone = Set.of();
        loop.step(62_000, NO_WAIT);
        assertThat(consumer.assignment()).hasSize(40);
    }

    @Test
    void eachOfManyThatCannotBeReadHasItsTurn() {
        FetchLoop loop = loop(rules(new StartPolicy.Earliest(), false));
        List<OwnedPartition> owned = new ArrayList<>();
        Set<TopicPartition> mute = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            mute.add(new TopicPartition("t", i));
        }
        mute.forEach(partition -> owned.add(fresh(partition)));
        consumer.gone = mute;
        loop.own(owned);
        // a question that gets no answer takes its time, in which others are due again
        for (long nowMs = 0; nowMs < 120_000; nowMs += 300) {
            loop.step(nowMs, NO_WAIT);
        }
        assertThat(mute).allSatisfy(partition -> assertThat(Collections.frequency(consumer.askedInVain, partition))
                .isGreaterThan(10));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aSilentBrokerHoldsUpNoOtherAndIsAskedMoreAndMoreSeldom(int silent) {
        FetchLoop loop = loop(patient());
        loop.own(led(400, partition -> 1 + partition.partition() % 2));
        Set<TopicPartition> unanswerable = ledBy(silent);
        consumer.gone = unanswerable;
        // all of both brokers, those of each, and two alone
        for (int step = 0; step < 6; step++) {
            loop.step(step, NO_WAIT);
        }
        assertThat(consumer.assignment()).hasSize(200).doesNotContainAnyElementsOf(unanswerable);
        assertThat(consumer.unanswered).isEqualTo(4);
        assertThat(unanswerable)
                .allSatisfy(partition -> assertThat(loop.states().get(partition))
                        .isInstanceOfSatisfying(PartitionState.Waiting.class, waiting -> assertThat(waiting.kind())
                                .isEqualTo(Kind.NO_ANSWER)));

        for (long later = 10; later < 600_000; later += 10) {
            loop.step(later, NO_WAIT);
        }
        // half a minute lies between the later ones
        assertThat(consumer.unanswered - 4).isBetween(9, 40);

        consumer.gone = Set.of();
        long nowMs = 600_000;
        while (consumer.assignment().size() == 200 && nowMs < 661_000) {
            loop.step(nowMs++, NO_WAIT);
        }
        // twice as many after each answer
        for (int step = 0; step < 8; step++) {
            loop.step(nowMs++, NO_WAIT);
        }
        assertThat(consumer.assignment()).hasSize(400);
    }

    @Test
    void aBrokerThatAnswersForOthersIsNotTakenForSilent() {
        FetchLoop loop = loop(patient());
        List<OwnedPartition> owned = led(200, partition -> 1);
        Set<TopicPartition> bad = new HashSet<>();
        for (int number = 0; number < 200; number += 20) {
            bad.add(new TopicPartition("t", number));
        }
        consumer.gone = bad;
        OwnedPartition later = owned.remove(199);
        loop.own(owned);
        for (long nowMs = 0; nowMs < 600_000; nowMs += 100) {
            loop.step(nowMs, NO_WAIT);
        }
        assertThat(consumer.assignment()).hasSize(189).doesNotContainAnyElementsOf(bad);
        assertThat(bad).allSatisfy(partition -> assertThat(loop.states().get(partition))
                .isInstanceOfSatisfying(PartitionState.Waiting.class, waiting -> assertThat(waiting.reason())
                        .doesNotContain("broker 1")));
        owned.add(later);
        loop.own(owned);
        loop.step(600_000, NO_WAIT);
        assertThat(consumer.assignment()).contains(later.partition());
    }

    @Test
    void whatASilentBrokerHasLedIsReadWhereItIsLedNow() {
        FetchLoop loop = loop(patient());
        loop.own(led(100, partition -> 1 + partition.partition() % 2));
        consumer.gone = ledBy(2);
        for (long nowMs = 0; nowMs < 100_000; nowMs += 100) {
            loop.step(nowMs, NO_WAIT);
        }
        assertThat(consumer.assignment()).hasSize(50);
        led(100, partition -> 1);
        consumer.gone = Set.of();
        for (long nowMs = 100_000; nowMs < 106_000; nowMs += 100) {
            loop.step(nowMs, NO_WAIT);
        }
        assertThat(consumer.assignment()).hasSizeGreaterThan(90);
    }

    @Test
    void whatFailedOnceIsTriedAlsoWhileOthersAlwaysWantToStart() throws Exception {
        FetchLoop loop = loop(patient());
        List<OwnedPartition> owned = led(3, partition -> 1);
        loop.own(owned);
        TopicPartition failed = owned.get(0).partition();
        TopicPartition again = owned.get(1).partition();
        consumer.gone = Set.of(failed);
        for (long nowMs = 0; nowMs < 100; nowMs++) {
            loop.step(nowMs, NO_WAIT);
        }
        assertThat(consumer.assignment()).hasSize(2);
        consumer.gone = Set.of();
        for (long nowMs = 100; nowMs < 61_000; nowMs += 10) {
            loop.readAgainFrom(again, position(0), "schema unknown", nowMs, nowMs);
            loop.step(nowMs, NO_WAIT);
        }
        assertThat(consumer.assignment()).contains(failed);
    }

    /** A question that waits for one takes the time of all others. */
    @Test
    void whatFailsAgainAndAgainIsAskedAboutForATenthOfTheTimeAtMost() {
        FetchLoop loop = loop(retrying(Duration.ofMillis(1)));
        log(A, 0, 0);
        log(B, 0, 0);
        loop.own(List.of(fresh(A), fresh(B)));
        consumer.gone = Set.of(A);
        consumer.silence = Duration.ofMillis(20);
        long nowMs = 0;
        // together, alone, and once more
        while (consumer.unanswered < 3) {
            loop.step(nowMs++, NO_WAIT);
        }
        assertThat(consumer.assignment()).containsExactly(B);
        for (long end = nowMs + 190; nowMs < end; nowMs++) {
            loop.step(nowMs, NO_WAIT);
        }
        assertThat(consumer.unanswered).isEqualTo(3);
        while (consumer.unanswered == 3) {
            loop.step(nowMs++, NO_WAIT);
        }
    }

    @Test
    void aSilentBrokerIsGivenMoreTimeNowAndThen() {
        FetchLoop loop = loop(patient());
        loop.own(led(20, partition -> 1 + partition.partition() % 2));
        consumer.gone = ledBy(2);
        for (long nowMs = 0; nowMs < 600_000; nowMs += 10) {
            loop.step(nowMs, NO_WAIT);
        }
        List<Duration> ofSilent = consumer.vainLimits.subList(4, consumer.vainLimits.size());
        assertThat(ofSilent).hasSizeGreaterThan(8);
        for (int first = 0; first + 4 <= ofSilent.size(); first++) {
            assertThat(ofSilent.subList(first, first + 4))
                    .as("four tries, one after the other")
                    .containsOnlyOnce(Duration.ofSeconds(3))
                    .containsOnly(Duration.ofSeconds(3), Duration.ofSeconds(1));
        }
    }

    @Test
    void leadersAreLearntTopicByTopicWhereTheListOfAllIsNotToBeHad() {
        FetchLoop loop = loop(patient());
        List<OwnedPartition> owned = new ArrayList<>();
        for (int number = 0; number < 20; number++) {
            TopicPartition partition = new TopicPartition("topic" + number, 0);
            log(partition, 0, 0);
            owned.add(fresh(partition));
            Node leader = new Node(1 + number % 2, "localhost", 9092);
            consumer.updatePartitions(
                    partition.topic(),
                    List.of(new PartitionInfo(partition.topic(), 0, leader, new Node[0], new Node[0])));
        }
        loop.own(owned);
        consumer.gone = ownedFrom(owned, 1);
        consumer.hasNoList = true;
        // all, those of each broker, and two alone
        for (int step = 0; step < 6; step++) {
            loop.step(step, NO_WAIT);
        }
        assertThat(consumer.assignment()).containsExactlyInAnyOrderElementsOf(ownedFrom(owned, 0));
    }

    /** Reads for so long, while the broker 1 answers. */
    private void read(FetchLoop loop, long fromMs, long toMs) {
        for (long nowMs = fromMs; nowMs < toMs; nowMs += 5_000) {
            consumer.received.merge(1, 10.0, Double::sum);
            loop.step(nowMs, NO_WAIT);
            loop.lookForSilence(nowMs);
        }
    }

    private FetchLoop readingOfTwoBrokers() {
        return readingOfTwoBrokers(patient());
    }

    private FetchLoop readingOfTwoBrokers(ReaderRules rules) {
        FetchLoop loop = loop(rules);
        loop.own(led(20, partition -> 1 + partition.partition() % 2));
        consumer.received.put(1, 0.0);
        consumer.received.put(2, 700.0);
        read(loop, 0, 5_000);
        return loop;
    }

    @Test
    void aBrokerThatIsLostWhileItIsReadIsKnownByItsSilence() {
        FetchLoop loop = readingOfTwoBrokers();
        read(loop, 5_000, 20_000);
        assertThat(loop.states().values()).hasOnlyElementsOfType(PartitionState.Running.class);

        read(loop, 20_000, 25_000);
        consumer.mute = ledBy(2);
        assertThat(loop.states()).hasSize(20).allSatisfy((partition, state) -> {
            if (consumer.mute.contains(partition)) {
                assertThat(state).isInstanceOfSatisfying(PartitionState.Waiting.class, waiting -> {
                    assertThat(waiting.kind()).isEqualTo(Kind.NO_ANSWER);
                    assertThat(waiting.reason()).contains("broker 2");
                    assertThat(waiting.sinceMs()).isZero();
                });
            } else {
                assertThat(state).isInstanceOf(PartitionState.Running.class);
            }
        });
        consumer.updateEndOffsets(Map.of(new TopicPartition("t", 0), 5L));
        assertThat(loop.lags(NO_WAIT)).hasSize(20).containsEntry(new TopicPartition("t", 0), 5L);
        assertThat(loop.progress(consumer.assignment(), NO_WAIT)).hasSize(10);

        // a connection that was made again, and no more
        consumer.received.merge(2, 1.0, Double::sum);
        read(loop, 25_000, 35_000);
        assertThat(loop.states().values()).hasAtLeastOneElementOfType(PartitionState.Waiting.class);
        for (long nowMs = 35_000; nowMs < 45_000; nowMs += 5_000) {
            consumer.received.merge(2, 1.0, Double::sum);
            read(loop, nowMs, nowMs + 5_000);
        }
        assertThat(loop.states().values()).hasOnlyElementsOfType(PartitionState.Running.class);
        read(loop, 45_000, 65_000);
        assertThat(loop.states().values()).hasAtLeastOneElementOfType(PartitionState.Waiting.class);
    }

    @Test
    void whereFollowersAreReadALeaderMaySayNothing() {
        RetryPolicy retry = new RetryPolicy(-1, Duration.ofSeconds(1), Duration.ofMinutes(1));
        FetchLoop loop = readingOfTwoBrokers(
                new ReaderRules(new StartPolicy.Earliest(), false, false, false, false, retry, 100_000, true));
        read(loop, 5_000, 100_000);
        assertThat(loop.states().values()).hasOnlyElementsOfType(PartitionState.Running.class);
    }

    @Test
    void aBrokerWhoseRecordsStillComeIsNotSilent() {
        FetchLoop loop = readingOfTwoBrokers();
        for (long nowMs = 5_000; nowMs < 100_000; nowMs += 5_000) {
            // from what the consumer has had for long
            produce(new TopicPartition("t", 1), nowMs);
            read(loop, nowMs, nowMs + 5_000);
        }
        assertThat(loop.states().values()).hasOnlyElementsOfType(PartitionState.Running.class);
    }

    @Test
    void aReaderThatIsFullTakesNoBrokerForSilent() throws Exception {
        FetchLoop loop = readingOfTwoBrokers();
        for (int number = 0; number < 20; number += 2) {
            for (long offset = 0; offset < 100; offset++) {
                produce(new TopicPartition("t", number), offset);
            }
        }
        read(loop, 5_000, 10_000);
        assertThat(buffer.awaitRoom(consumer.assignment(), 0)).isFalse();
        read(loop, 10_000, 300_000);
        assertThat(loop.states().values()).hasOnlyElementsOfType(PartitionState.Running.class);

        // full half of the time
        for (long nowMs = 300_000; nowMs < 345_000; nowMs += 10_000) {
            taken();
            read(loop, nowMs, nowMs + 5_000);
            for (long offset = 0; offset < 1_000; offset++) {
                buffer.add(
                        new SourceEvent.Records(A, List.of(new ConsumerRecord<>("a", 0, offset, null, new byte[10]))));
            }
            read(loop, nowMs + 5_000, nowMs + 10_000);
        }
        assertThat(loop.states().values()).hasAtLeastOneElementOfType(PartitionState.Waiting.class);
    }

    @Test
    void whatLosesItsLeaderWhileItIsReadWaitsForOne() {
        FetchLoop loop = readingOfTwoBrokers();
        consumer.received.merge(2, 1.0, Double::sum);
        led(20, partition -> partition.partition() == 3 ? Node.noNode().id() : 1);
        read(loop, 5_000, 10_000);
        assertThat(loop.states().values()).hasOnlyElementsOfType(PartitionState.Running.class);
        read(loop, 10_000, 15_000);
        assertThat(loop.states()).allSatisfy((partition, state) -> {
            if (partition.partition() == 3) {
                assertThat(state)
                        .isInstanceOfSatisfying(PartitionState.Waiting.class, waiting -> assertThat(waiting.kind())
                                .isEqualTo(Kind.NO_LEADER));
            } else {
                assertThat(state).isInstanceOf(PartitionState.Running.class);
            }
        });
        led(20, partition -> 1);
        read(loop, 15_000, 20_000);
        assertThat(loop.states().values()).hasOnlyElementsOfType(PartitionState.Running.class);
    }

    private static Set<TopicPartition> ownedFrom(List<OwnedPartition> owned, int first) {
        Set<TopicPartition> everySecond = new HashSet<>();
        for (int number = first; number < owned.size(); number += 2) {
            everySecond.add(owned.get(number).partition());
        }
        return everySecond;
    }

    private static ReaderRules patient() {
        return retrying(Duration.ofMinutes(1));
    }

    private static ReaderRules retrying(Duration longest) {
        Duration first = longest.compareTo(Duration.ofSeconds(1)) < 0 ? longest : Duration.ofSeconds(1);
        RetryPolicy retry = new RetryPolicy(-1, first, longest);
        return new ReaderRules(new StartPolicy.Earliest(), false, false, false, false, retry, 100_000, false);
    }

    private Set<TopicPartition> ledBy(int broker) {
        Set<TopicPartition> led = new HashSet<>();
        for (PartitionInfo info : consumer.partitionsFor("t")) {
            if (info.leader().id() == broker) {
                led.add(new TopicPartition(info.topic(), info.partition()));
            }
        }
        return led;
    }

    /** So many partitions of one topic, each led by the broker that the function tells. */
    private List<OwnedPartition> led(int count, ToIntFunction<TopicPartition> broker) {
        List<OwnedPartition> owned = new ArrayList<>();
        List<PartitionInfo> infos = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            TopicPartition partition = new TopicPartition("t", number);
            log(partition, 0, 0);
            owned.add(fresh(partition));
            int id = broker.applyAsInt(partition);
            Node leader = id == Node.noNode().id() ? Node.noNode() : new Node(id, "localhost", 9092);
            infos.add(new PartitionInfo("t", number, leader, new Node[0], new Node[0]));
        }
        consumer.updatePartitions("t", infos);
        return owned;
    }

    /** A consumer whose polls fail while it reads a partition with a damaged batch; the error does not say which. */
    private static final class DamagedConsumer extends MockConsumer<byte[], byte[]> {
        private Optional<TopicPartition> damaged = Optional.empty();
        private Optional<TopicPartition> wronglyNamed = Optional.empty();
        private boolean isNamed;
        private int failures;
        private Set<TopicPartition> gone = Set.of();
        private final List<TopicPartition> askedInVain = new ArrayList<>();
        private int unanswered;
        private Set<TopicPartition> mute = Set.of();
        private final Map<Integer, Double> received = new HashMap<>();
        private final List<Duration> vainLimits = new ArrayList<>();
        private Duration silence = Duration.ZERO;
        private boolean hasNoList;
        private int leaderQuestions;
        private Duration lastWait = NO_WAIT;

        DamagedConsumer() {
            super("none");
        }

        @Override
        public synchronized List<PartitionInfo> partitionsFor(String topic, Duration timeout) {
            leaderQuestions++;
            return super.partitionsFor(topic, timeout);
        }

        @Override
        public synchronized Map<String, List<PartitionInfo>> listTopics(Duration timeout) {
            leaderQuestions++;
            if (hasNoList) {
                throw new org.apache.kafka.common.errors.TimeoutException("no list");
            }
            return super.listTopics(timeout);
        }

        @Override
        public synchronized Map<MetricName, ? extends Metric> metrics() {
            Map<MetricName, Metric> metrics = new HashMap<>();
            received.forEach((node, bytes) -> {
                MetricName name = new MetricName(
                        "incoming-byte-total", "consumer-node-metrics", "", Map.of("node-id", "node-" + node));
                metrics.put(name, new Metric() {
                    @Override
                    public MetricName metricName() {
                        return name;
                    }

                    @Override
                    public Object metricValue() {
                        return bytes;
                    }
                });
            });
            return metrics;
        }

        @Override
        public synchronized Map<TopicPartition, Long> endOffsets(
                Collection<TopicPartition> partitions, Duration timeout) {
            if (!Collections.disjoint(mute, partitions)) {
                throw new org.apache.kafka.common.errors.TimeoutException("nobody answers");
            }
            return super.endOffsets(partitions, timeout);
        }

        @Override
        public synchronized Map<TopicPartition, Long> beginningOffsets(
                Collection<TopicPartition> partitions, Duration timeout) {
            if (!Collections.disjoint(gone, partitions)) {
                unanswered++;
                askedInVain.addAll(partitions);
                vainLimits.add(timeout);
                Utils.sleep(silence.toMillis());
                throw new org.apache.kafka.common.errors.TimeoutException("no such topic");
            }
            return super.beginningOffsets(partitions, timeout);
        }

        @Override
        public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            lastWait = timeout;
            if (damaged.filter(partition -> assignment().contains(partition) && !paused().contains(partition))
                    .isPresent()) {
                failures++;
                Optional<TopicPartition> named = isNamed ? damaged : wronglyNamed;
                throw new KafkaException("damaged batch"
                        + named.map(partition -> " from " + partition + ". Please seek")
                                .orElse(""));
            }
            return super.poll(timeout);
        }
    }

    @Test
    void doesNotWaitForQuietPartitionsWhileABusyOneIsHeldBack() throws Exception {
        FetchLoop loop = loop(rules(new StartPolicy.Earliest(), false));
        log(A, 0, 0);
        log(B, 0, 0);
        loop.own(List.of(fresh(A), fresh(B)));
        loop.step(0, Duration.ofSeconds(1));
        assertThat(consumer.lastWait).isEqualTo(Duration.ofSeconds(1));

        buffer.hold(Set.of(A));
        loop.step(1, Duration.ofSeconds(1));
        assertThat(consumer.paused()).containsExactly(A);
        assertThat(consumer.lastWait).isLessThan(Duration.ofMillis(50));
    }

    @Test
    void whatIsRefusedStaysSoUntilTheReaderKnowsIt() throws Exception {
        SourceEvent event = new SourceEvent.Skipped(A, 0, 1);
        buffer.add(event);
        buffer.refuse(A);
        // the reader is about to place it and knows nothing yet
        buffer.unblock(A);
        buffer.add(event);
        assertThat(taken()).isEmpty();
        buffer.noteRefusal(A);
        buffer.add(event);
        assertThat(taken()).isEmpty();
        buffer.unblock(A);
        buffer.add(event);
        assertThat(taken()).containsExactly("skipped a-0 0 to 1");
    }

    @Test
    void readsAgainWhatCouldNotBeUsed() throws Exception {
        FetchLoop loop = loop(rules(new StartPolicy.Earliest(), false));
        log(A, 0, 0);
        loop.own(List.of(fresh(A)));
        loop.step(0, NO_WAIT);
        produce(A, 0);
        produce(A, 1);
        loop.step(1, NO_WAIT);
        taken();

        buffer.block(A);
        loop.readAgainFrom(A, position(1), "schema unknown", 2, 12);
        loop.step(11, NO_WAIT);
        assertThat(taken()).isEmpty();
        assertThat(loop.states().get(A))
                .isEqualTo(new PartitionState.Waiting(Kind.READ_AGAIN, "schema unknown", 2, 12));
        loop.step(12, NO_WAIT);
        // the double forgets what it has returned
        produce(A, 1);
        loop.step(13, NO_WAIT);
        assertThat(taken()).containsExactly("records a-0 [1]");
    }

    @Test
    void dropsPartitionsThatAreNotOwnedAnyMore() throws Exception {
        FetchLoop loop = loop(rules(new StartPolicy.Earliest(), false));
        log(A, 0, 0);
        log(B, 0, 0);
        loop.own(List.of(fresh(A), fresh(B)));
        loop.step(0, NO_WAIT);
        produce(A, 0);
        loop.step(1, NO_WAIT);
        loop.own(List.of(fresh(B)));

        assertThat(taken()).containsExactly("start b-0 0");
        assertThat(consumer.assignment()).containsExactly(B);
        assertThat(loop.states()).containsOnlyKeys(B);
    }

    @Test
    void stopsReadingAheadAndGoesOnWhenHalfIsTaken() throws Exception {
        FetchLoop loop = loop(rules(new StartPolicy.Earliest(), false));
        log(A, 0, 0);
        log(B, 0, 0);
        loop.own(List.of(fresh(A), fresh(B)));
        loop.step(0, NO_WAIT);
        taken();
        for (long offset = 0; offset < 150; offset++) {
            produce(A, offset);
        }
        loop.step(1, NO_WAIT);
        loop.step(2, NO_WAIT);
        assertThat(consumer.paused()).as("more than a quarter of the limit").containsExactly(A);

        for (long offset = 0; offset < 400; offset++) {
            produce(B, offset);
        }
        loop.step(3, NO_WAIT);
        assertThat(buffer.awaitRoom(Set.of(A, B), 0)).isFalse();
        long before = buffer.bytes();
        loop.step(4, NO_WAIT);
        assertThat(buffer.bytes()).isEqualTo(before);
        taken();
        produce(B, 400);
        loop.step(5, NO_WAIT);
        assertThat(consumer.paused()).isEmpty();
        assertThat(taken()).containsExactly("records b-0 [400]");
    }

    @Test
    void knowsHowFarItHasRead() throws Exception {
        FetchLoop loop = loop(rules(new StartPolicy.Earliest(), false));
        log(A, 0, 0);
        loop.own(List.of(fresh(A)));
        loop.step(0, NO_WAIT);
        taken();
        produce(A, 0);
        assertThat(loop.progress(Set.of(A, B), NO_WAIT)).isEqualTo(Map.of(A, new Progress(0, 1, true)));
        loop.step(1, NO_WAIT);
        assertThat(loop.progress(Set.of(A), NO_WAIT)).isEqualTo(Map.of(A, new Progress(1, 1, false)));
        taken();
        assertThat(loop.progress(Set.of(A), NO_WAIT).get(A)).isNotNull().matches(Progress::isAtEnd);
    }

    private FetchLoop loop(ReaderRules rules) {
        return new FetchLoop(consumer, rules, buffer, new SplittableRandom(1));
    }

    private static ReaderRules rules(StartPolicy start, boolean fails) {
        RetryPolicy retry = new RetryPolicy(-1, Duration.ofSeconds(1), Duration.ofSeconds(1));
        return new ReaderRules(start, false, fails, fails, false, retry, 100_000, false);
    }

    private static OwnedPartition fresh(TopicPartition partition) {
        return new OwnedPartition(partition, ID, Optional.empty());
    }

    private static OwnedPartition stored(TopicPartition partition, long offset) {
        return new OwnedPartition(partition, ID, Optional.of(position(offset)));
    }

    private static StoredPosition position(long offset) {
        return new StoredPosition(offset, Optional.empty(), Optional.of(ID));
    }

    private void log(TopicPartition partition, long start, long end) {
        consumer.updateBeginningOffsets(Map.of(partition, start));
        consumer.updateEndOffsets(Map.of(partition, end));
    }

    private void produce(TopicPartition partition, long offset) {
        consumer.addRecord(new ConsumerRecord<>(partition.topic(), partition.partition(), offset, null, new byte[10]));
        consumer.updateEndOffsets(Map.of(partition, offset + 1));
    }

    private List<String> taken() throws InterruptedException {
        List<String> taken = new ArrayList<>();
        for (List<SourceEvent> events = buffer.take(0, Long.MAX_VALUE);
                !events.isEmpty();
                events = buffer.take(0, Long.MAX_VALUE)) {
            events.forEach(event -> taken.add(describe(event)));
        }
        return taken;
    }

    private static String describe(SourceEvent event) {
        if (event instanceof SourceEvent.Records records) {
            return "records " + records.partition() + " "
                    + records.records().stream().map(ConsumerRecord::offset).toList();
        } else if (event instanceof SourceEvent.Started started) {
            return "start " + started.partition() + " " + started.offset() + (started.isRepeatable() ? "" : " once");
        } else if (event instanceof SourceEvent.Lost lost) {
            return "lost " + lost.partition() + " " + lost.fromOffset() + " to " + lost.toOffset() + " = "
                    + lost.count();
        } else if (event instanceof SourceEvent.Truncated truncated) {
            return "truncated " + truncated.partition() + " " + truncated.neededOffset() + " at "
                    + truncated.divergedAt();
        }
        if (event instanceof SourceEvent.Skipped skipped) {
            return "skipped " + skipped.partition() + " " + skipped.fromOffset() + " to " + skipped.toOffset();
        }
        if (event instanceof SourceEvent.Failed failed) {
            return "failed " + failed.partition() + " " + failed.kind();
        }
        return "recreated " + event.partition();
    }
}
