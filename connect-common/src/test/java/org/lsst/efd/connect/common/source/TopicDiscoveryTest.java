package org.lsst.efd.connect.common.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

final class TopicDiscoveryTest {
    private static final TopicSelection SELECTION = new TopicSelection(
            Set.of("named"), Optional.of(Pattern.compile("lsst\\..*")), List.of(Pattern.compile(".*\\.ackcmd")));

    private final Cluster cluster = new Cluster();

    @Test
    void findsSelectedTopicsNewOnesAndThoseMadeAgain() throws Exception {
        cluster.create("lsst.a", 1);
        cluster.create("lsst.ackcmd", 1);
        cluster.create("named", 2);
        cluster.create("x.lsst.a", 1);
        cluster.create("__consumer_offsets", 1);
        TopicDiscovery discovery = discovery();
        assertThat(discovery.hasAnswered()).isFalse();

        discovery.refresh();
        assertThat(discovery.hasAnswered()).isTrue();
        assertThat(discovery.topics()).containsOnlyKeys("lsst.a", "named");
        assertThat(discovery.topics().get("named")).isEqualTo(cluster.topics.get("named"));

        cluster.create("lsst.b", 3);
        cluster.create("lsst.a", 1);
        cluster.topics.remove("named");
        discovery.refresh();
        assertThat(discovery.topics())
                .isEqualTo(Map.of(
                        "lsst.a", cluster.found("lsst.a"),
                        "lsst.b", cluster.found("lsst.b")));
        assertThat(cluster.described.get(1)).containsExactlyInAnyOrder("lsst.a", "lsst.b");
    }

    @Test
    void findsNewPartitionsOfKnownTopicsNowAndThen() throws Exception {
        cluster.create("lsst.a", 1);
        TopicDiscovery discovery = discovery();
        discovery.refresh();
        cluster.topics.put(
                "lsst.a", new FoundTopic("lsst.a", cluster.found("lsst.a").id(), 4));
        for (int i = 0; i < 6; i++) {
            discovery.refresh();
        }

        assertThat(discovery.topics().get("lsst.a")).isEqualTo(cluster.found("lsst.a"));
        assertThat(cluster.described).hasSize(2);
    }

    @Test
    void whatWasKnownStandsWhileTheClusterIsAway() throws Exception {
        cluster.create("lsst.a", 1);
        TopicDiscovery discovery = discovery();
        discovery.refresh();
        cluster.isAway = true;

        assertThatThrownBy(discovery::refresh).isInstanceOf(TimeoutException.class);
        assertThat(discovery.topics()).containsOnlyKeys("lsst.a");
    }

    @Test
    void asksOnItsOwnThreadUntilItIsClosed() throws Exception {
        cluster.create("lsst.a", 1);
        try (TopicDiscovery discovery = discovery().start()) {
            assertThat(cluster.askedTwice.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(discovery.topics()).containsOnlyKeys("lsst.a");
        }
        assertThat(cluster.isClosed).isTrue();
    }

    private TopicDiscovery discovery() {
        return new TopicDiscovery(cluster, SELECTION, Duration.ofMillis(1), "discovery-test");
    }

    /** A cluster that knows topics only. */
    private static final class Cluster implements TopicLister {
        private final Map<String, FoundTopic> topics = new HashMap<>();
        private final List<Collection<String>> described = new ArrayList<>();
        private final CountDownLatch askedTwice = new CountDownLatch(2);
        private boolean isAway;
        private volatile boolean isClosed;

        void create(String name, int partitions) {
            topics.put(name, new FoundTopic(name, Uuid.randomUuid(), partitions));
        }

        FoundTopic found(String name) {
            FoundTopic topic = topics.get(name);
            if (topic == null) {
                throw new AssertionError("no topic " + name);
            }
            return topic;
        }

        @Override
        public Map<String, Uuid> list() {
            askedTwice.countDown();
            if (isAway) {
                throw new TimeoutException("away");
            }
            Map<String, Uuid> ids = new HashMap<>();
            topics.forEach((name, topic) -> ids.put(name, topic.id()));
            return ids;
        }

        @Override
        public Map<String, FoundTopic> describe(Collection<String> names) {
            described.add(List.copyOf(names));
            Map<String, FoundTopic> found = new HashMap<>(topics);
            found.keySet().retainAll(names);
            return found;
        }

        @Override
        public void close() {
            isClosed = true;
        }
    }
}
