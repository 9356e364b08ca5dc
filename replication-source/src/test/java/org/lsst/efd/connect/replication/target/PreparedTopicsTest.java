package org.lsst.efd.connect.replication.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.lsst.efd.connect.common.names.NameTemplate;
import org.lsst.efd.connect.common.names.TemplateVariable;
import org.lsst.efd.connect.common.names.TopicRename;
import org.lsst.efd.connect.common.source.FoundTopic;
import org.lsst.efd.connect.replication.Told;
import org.lsst.efd.registry.FakeTime;

/** Targets in a cluster of this process. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PreparedTopicsTest {
    private static final Duration INTERVAL = Duration.ofMinutes(10);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration COMPACTED_PAUSE = Duration.ofSeconds(10);
    private static final Uuid ID = Uuid.randomUuid();

    private final ClusterInTest target = new ClusterInTest();
    private final ClusterInTest source = new ClusterInTest();
    private final FakeTime clock = new FakeTime();
    private final Told told = new Told();
    private final List<PreparedTopics> open = new ArrayList<>();

    @AfterEach
    void close() {
        open.forEach(PreparedTopics::close);
        told.close();
    }

    @Test
    void aRefusalIsToldUntilThereIsAnotherAnswer() {
        PreparedTopics topics = prepared(Creation.NONE, preserving(OptionalInt.empty()));
        assertThat(refusal(topics, topic("a", 1)))
                .isEqualTo("target topic a does not exist: create it, or set target.topics.create=connector");

        target.put("a", 1);
        clock.pass(PAUSE);
        assertThat(topics.of(topic("a", 1))).isInstanceOf(TargetState.Preparing.class);
        assertThat(ready(topics, topic("a", 1))).isEqualTo("a of 1");
    }

    @Test
    void aRefusedTargetIsLookedAtAgainWhenAskedForAndOnceForEachPause() {
        PreparedTopics topics = prepared(Creation.NONE, preserving(OptionalInt.empty()));
        for (int pauses = 0; pauses < 3; pauses++) {
            for (int i = 0; i < 100; i++) {
                refusal(topics, topic("a", 1));
            }
            // answers come in the order of the questions
            refusal(topics, topic("after" + pauses, 1));
            assertThat(target.descriptions("a")).isEqualTo(1 + pauses);
            clock.pass(PAUSE);
        }
        refusal(topics, topic("after", 1));
        assertThat(target.descriptions("a")).isEqualTo(3);
    }

    @Test
    void aRefusalWaitsForATaskThatIsBusy() {
        PreparedTopics topics = prepared(Creation.NONE, preserving(OptionalInt.empty()));
        assertThat(topics.of(topic("a", 1))).isInstanceOf(TargetState.Preparing.class);
        // answers come in the order of the questions
        refusal(topics, topic("after", 1));
        clock.pass(PAUSE.multipliedBy(10));
        assertThat(topics.of(topic("a", 1))).isInstanceOf(TargetState.Refused.class);
        assertThat(target.descriptions("a")).isEqualTo(1);
    }

    @Test
    void tooFewPartitionsAndNoPermissionAreRefusals() {
        target.put("a", 1);
        PreparedTopics looking = prepared(Creation.NONE, preserving(OptionalInt.empty()));
        assertThat(refusal(looking, topic("a", 2))).contains("has 1 partitions, its source 2: add some");

        target.refuse(Optional.of(denied()));
        PreparedTopics making = prepared(Creation.CONNECTOR, preserving(OptionalInt.empty()));
        assertThat(refusal(making, topic("b", 2))).contains("target topic b").contains("TopicAuthorizationException");
        assertThat(making.created()).isZero();
        assertThat(told.lines("Made")).isEmpty();

        target.refuse(Optional.empty());
        clock.pass(PAUSE);
        assertThat(ready(making, topic("b", 2))).isEqualTo("b of 2");
        assertThat(told.lines("Made 1 topics")).hasSize(1);
    }

    @Test
    void moreTargetsArePreparedWhileOneIsRefused() {
        PreparedTopics topics = prepared(Creation.NONE, preserving(OptionalInt.empty()));
        target.put("b", 3);
        refusal(topics, topic("a", 1));
        assertThat(ready(topics, topic("b", 3))).isEqualTo("b of 3");
        target.put("b", 4);
        assertThat(ready(topics, topic("b", 4))).isEqualTo("b of 4");
    }

    @Test
    void aCompactedTopicIsTriedAgainAfterAPauseUntilItIsThere() {
        target.refuse(Optional.of(denied()));
        PreparedTopics topics = prepared(Creation.CONNECTOR, preserving(OptionalInt.empty()));
        BooleanSupplier isThere = topics.prepareCompacted("beat");
        await(() -> target.orders("beat") == 1);
        // each answer means that the thread has gone round
        for (int rounds = 0; rounds < 3; rounds++) {
            refusal(topics, topic("round" + rounds, 1));
        }
        assertThat(target.orders("beat")).isEqualTo(1);
        awaitLater(() -> target.orders("beat") >= 4);
        assertThat(isThere.getAsBoolean()).isFalse();

        target.refuse(Optional.empty());
        awaitLater(isThere);
        assertThat(target.topics()).containsEntry("beat", 1);
        assertThat(target.settings("beat")).containsEntry("cleanup.policy", "compact");
    }

    @Test
    void whyACompactedTopicIsNotThereIsToldWhenItChanges() {
        target.refuse(Optional.of(denied()));
        PreparedTopics topics = prepared(Creation.CONNECTOR, preserving(OptionalInt.empty()));
        topics.prepareCompacted("beat");
        awaitLater(() -> target.orders("beat") >= 4);
        assertThat(told.lines("Topic beat is not there")).hasSize(1);

        // what the client says of a timeout is another text each time
        awaitLater(() -> {
            target.refuse(Optional.of(new TimeoutException("deadlineMs=" + clock.millis())));
            return target.orders("beat") >= 8;
        });
        assertThat(told.lines("Topic beat is not there")).hasSize(2);
    }

    @Test
    void aCompactedTopicThatIsThereIsNotMade() {
        target.put("beat", 1);
        target.refuse(Optional.of(denied()));
        await(prepared(Creation.CONNECTOR, preserving(OptionalInt.empty())).prepareCompacted("beat"));
        assertThat(target.orders("beat")).isZero();
    }

    @Test
    void aCompactedTopicIsLookedForWhereNobodyMakesTopics() {
        PreparedTopics topics = prepared(Creation.NONE, preserving(OptionalInt.empty()));
        BooleanSupplier isThere = topics.prepareCompacted("beat");
        await(() -> told.lines("Topic beat is not there").size() == 1);
        assertThat(told.lines("cleanup.policy=compact, or set target.topics.create=connector"))
                .hasSize(1);
        assertThat(isThere.getAsBoolean()).isFalse();

        target.put("beat", 1);
        awaitLater(isThere);
        assertThat(target.orders("beat")).isZero();
    }

    @Test
    void aCompactedTopicIsLeftToTheWorkerWhereThatMakesTopics() {
        PartitionCounts counts = preserving(OptionalInt.empty());
        assertThat(prepared(Creation.WORKER, counts).prepareCompacted("beat").getAsBoolean())
                .isTrue();
        assertThat(new AssumedTopics(names(), counts, 1)
                        .prepareCompacted("beat")
                        .getAsBoolean())
                .isTrue();
    }

    @Test
    void limitsFollowTheSettingsOfTargets() {
        target.put("a", 1);
        target.set("a", "max.message.bytes", "1000");
        source.put("a", 1);
        PreparedTopics topics = prepared(Creation.NONE, preserving(OptionalInt.empty()));
        TargetTopic known = readyTopic(topics, topic("a", 1));
        assertThat(known.maxRecordBytes()).isEqualTo(1000);

        target.set("a", "max.message.bytes", "5000");
        clock.pass(INTERVAL);
        await(() -> known.maxRecordBytes() == 5000);

        source.set("a", "max.message.bytes", "7000");
        clock.pass(INTERVAL);
        await(() -> known.maxRecordBytes() == 7000);
        assertThat(target.settings("a")).containsEntry("max.message.bytes", "7000");

        source.set("a", "max.message.bytes", "2000000");
        clock.pass(INTERVAL);
        await(() -> known.maxRecordBytes() == 1_000_000);
    }

    @Test
    void aLimitThatIsNotToldStays() throws InterruptedException {
        target.put("a", 1);
        RecordLimits limits = new RecordLimits(target.admin(), 1_000_000);
        assertThat(limits.of("gone", Map.of("max.message.bytes", "1000")).getAsInt())
                .isEqualTo(1000);
        assertThat(limits.of("a", Map.of()).getAsInt()).isEqualTo(1_000_000);
        limits.refresh();
        assertThat(limits.of("gone", Map.of()).getAsInt()).isEqualTo(1000);
    }

    @Test
    void thatATargetKeepsItsPartitionsIsAWarningGivenOnce() {
        target.put("a", 2);
        PreparedTopics topics = prepared(
                Creation.CONNECTOR,
                new PartitionCounts(OptionalInt.of(4), TargetOverrides.none(), PartitionMapping.KEY));
        assertThat(ready(topics, topic("a", 1))).isEqualTo("a of 2");
        assertThat(ready(topics, topic("a", 3))).isEqualTo("a of 2");
        assertThat(told.lines("WARN org.lsst.efd.connect.replication.target.PreparedTopics"
                        + " - Topic a keeps its 2 partitions"))
                .hasSize(1);
        assertThat(told.lines("keeps its 2 partitions")).hasSize(1);
    }

    @Test
    void preservingTakesANumberThatIsNotBelowThatOfTheSource() {
        PreparedTopics topics = prepared(Creation.CONNECTOR, preserving(OptionalInt.of(4)));
        assertThat(ready(topics, topic("a", 3))).isEqualTo("a of 4");
        assertThat(refusal(topics, topic("b", 5)))
                .isEqualTo("target topic b: it is to have 4 partitions, its source has 5: raise target.partitions or "
                        + "target.partitions.overrides, or set partition.mapping=modulo");
        assertThat(target.topics()).doesNotContainKey("b");
        assertThat(refusal(topics, topic("a", 5))).contains("has 4 partitions, its source 5: add some");
        assertThat(target.topics()).containsEntry("a", 4);

        AssumedTopics assumed = new AssumedTopics(names(), preserving(OptionalInt.of(4)), 1);
        assertThat(assumed.of(topic("a", 4))).isInstanceOf(TargetState.Ready.class);
        assertThat(assumed.of(topic("a", 5))).isInstanceOf(TargetState.Refused.class);
    }

    @Test
    void someTargetsHaveReplicasAndSettingsOfTheirOwn() {
        source.put("ztf", 1);
        source.set("ztf", "max.message.bytes", "5");
        source.set("ztf", "retention.ms", "6");
        PreparedTopics topics = prepared(
                Creation.CONNECTOR,
                preserving(OptionalInt.empty()),
                new Replicas((short) -1, new TargetOverrides<>(List.of(of("z.*", (short) 2), of("ztf", (short) 3)))),
                new ConfigRules(
                        true,
                        Set.of("max.message.bytes", "retention.ms"),
                        Map.of("retention.ms", "1", "cleanup.policy", "compact"),
                        new TargetOverrides<>(List.of(
                                of("z.*", new TopicSetting("retention.ms", "7")),
                                of(".*f", new TopicSetting("retention.ms", "8")),
                                of("z", new TopicSetting("max.message.bytes", "9")))),
                        INTERVAL));
        ready(topics, topic("ztf", 1));
        ready(topics, topic("lsst", 1));
        assertThat(target.settings("ztf"))
                .isEqualTo(Map.of("max.message.bytes", "5", "retention.ms", "7", "cleanup.policy", "compact"));
        assertThat(target.settings("lsst")).isEqualTo(Map.of("retention.ms", "1", "cleanup.policy", "compact"));
        assertThat(target.replicas("ztf")).isEqualTo((short) 2);
        assertThat(target.replicas("lsst")).isEqualTo((short) -1);
    }

    private static <T> TargetOverrides.OfTarget<T> of(String regex, T value) {
        return new TargetOverrides.OfTarget<>(Pattern.compile(regex), value);
    }

    @Test
    void preservingAddsPartitionsAsTheSourceDoes() {
        PreparedTopics topics = prepared(Creation.CONNECTOR, preserving(OptionalInt.empty()));
        assertThat(ready(topics, topic("a", 1))).isEqualTo("a of 1");
        assertThat(ready(topics, topic("a", 3))).isEqualTo("a of 3");
        assertThat(target.topics()).containsEntry("a", 3);
    }

    private PreparedTopics prepared(Creation creation, PartitionCounts counts) {
        return prepared(
                creation,
                counts,
                new Replicas((short) -1, TargetOverrides.none()),
                new ConfigRules(true, Set.of("max.message.bytes"), Map.of(), TargetOverrides.none(), INTERVAL));
    }

    private PreparedTopics prepared(Creation creation, PartitionCounts counts, Replicas replicas, ConfigRules configs) {
        TargetRules rules = new TargetRules(creation, names(), counts, replicas, configs, 1_000_000);
        PreparedTopics topics = new PreparedTopics(target.admin(), source.admin(), rules, clock, "test-targets");
        open.add(topics);
        return topics;
    }

    private static PartitionCounts preserving(OptionalInt fixed) {
        return new PartitionCounts(fixed, TargetOverrides.none(), PartitionMapping.PRESERVE);
    }

    private static TargetNames names() {
        return new TargetNames(
                TopicRename.none(),
                NameTemplate.compile("${topic}", Map.of("topic", TemplateVariable.plain(name -> name))));
    }

    private static TopicAuthorizationException denied() {
        return new TopicAuthorizationException(Set.of("a"));
    }

    private static FoundTopic topic(String name, int partitions) {
        return new FoundTopic(name, ID, partitions);
    }

    /** The reason with which a target is refused, when it is. */
    private static String refusal(PreparedTopics topics, FoundTopic topic) {
        await(() -> topics.of(topic) instanceof TargetState.Refused);
        return topics.of(topic) instanceof TargetState.Refused refused ? refused.reason() : "";
    }

    private static TargetTopic readyTopic(PreparedTopics topics, FoundTopic topic) {
        await(() -> topics.of(topic) instanceof TargetState.Ready);
        return ((TargetState.Ready) topics.of(topic)).topic();
    }

    private static String ready(PreparedTopics topics, FoundTopic topic) {
        TargetTopic target = readyTopic(topics, topic);
        return target.name() + " of " + target.partitions();
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            if (Thread.interrupted()) {
                throw new AssertionError("It does not come");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    /** The same while time goes on. */
    private void awaitLater(BooleanSupplier condition) {
        await(() -> {
            clock.pass(COMPACTED_PAUSE);
            return condition.getAsBoolean();
        });
    }
}
