package org.lsst.efd.connect.manager.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lsst.efd.connect.manager.files.DesiredConnector;
import org.lsst.efd.connect.manager.files.DesiredState;
import org.lsst.efd.connect.manager.rest.ConnectCluster;
import org.lsst.efd.connect.manager.rest.FakeConnect;
import org.lsst.efd.connect.manager.rest.TlsFiles;
import org.lsst.efd.connect.manager.rest.WorkerConnection;
import org.lsst.efd.connect.manager.topics.TopicRule;

final class TopicFollowingTest {
    private final FakeConnect.Cluster shared = new FakeConnect.Cluster().plugin("FileSink");
    private final NavigableSet<String> listing = new TreeSet<>();
    private final List<String> log = new ArrayList<>();
    private final Ticking clock = new Ticking();
    private FakeConnect worker;
    private TopicFollowing following;

    private static final class Ticking extends Clock {
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        void pass(int seconds) {
            now = now.plusSeconds(seconds);
        }
    }

    @BeforeEach
    void start() throws IOException {
        worker = FakeConnect.worker(shared);
        ConnectCluster cluster = ConnectCluster.at(
                new WorkerConnection(
                        List.of(URI.create(worker.url())),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(60),
                        Optional.empty(),
                        TlsFiles.none()),
                FakeConnect.noPause(),
                line -> {},
                connector -> {});
        TopicRule rule = new TopicRule(
                Pattern.compile("t.*"),
                Optional.of(Pattern.compile(".*x")),
                Map.of("topics", new TopicRule.KeyTemplate("{topic}", ",")));
        DesiredConnector ruled = new DesiredConnector(
                "a", Map.of("connector.class", "FileSink"), DesiredState.RUNNING, Optional.of(rule), "f:1");
        DesiredConnector free = new DesiredConnector(
                "b",
                Map.of("connector.class", "FileSink", "topics.regex", "t.*"),
                DesiredState.RUNNING,
                Optional.empty(),
                "f:2");
        following = new TopicFollowing(
                () -> List.of(ruled, free),
                cluster,
                () -> new TreeSet<>(listing),
                new TopicFollowing.Limits(Duration.ofSeconds(10), 0.5),
                clock,
                (level, action, connector, message) -> log.add(level + " " + connector + " " + message));
    }

    @AfterEach
    void stop() {
        worker.close();
    }

    private void beat() {
        following.beat();
        clock.pass(5);
    }

    private void listed(String... topics) {
        listing.clear();
        listing.addAll(List.of(topics));
    }

    @Test
    void isCreatedWithTheFirstTopicAndFollowsAdditionsAndDeletions() {
        beat();
        assertThat(shared.names()).isEmpty();
        assertThat(log).singleElement().asString().contains("no topic matches yet");

        listed("t1", "tx", "u");
        beat();
        assertThat(shared.names()).containsExactly("a");
        assertThat(shared.config("a")).containsEntry("topics", "t1");

        clock.pass(10);
        listed("t1", "t2", "t3");
        beat();
        assertThat(shared.config("a")).containsEntry("topics", "t1,t2,t3");

        clock.pass(10);
        listed("t1", "t3");
        beat();
        assertThat(shared.config("a")).containsEntry("topics", "t1,t3");
        assertThat(log.get(log.size() - 1)).contains("0 added, 1 removed");
    }

    @Test
    void aBurstIsAtMostOneUpdatePerSettlingTime() {
        listed("t1");
        beat();
        worker.forgetRequests();
        for (int i = 2; i <= 50; i++) {
            listing.add("t" + i);
            following.beat();
        }
        assertThat(worker.writes()).isEmpty();
        clock.pass(10);
        following.beat();

        assertThat(worker.writes()).containsExactly("PUT /connectors/a/config");
        assertThat(shared.config("a").get("topics")).contains("t50");
    }

    @Test
    void aBrokenListingChangesNothing() {
        listed("t1", "t2", "t3", "t4");
        beat();
        clock.pass(60);
        worker.forgetRequests();
        listed();
        beat();
        listed("t1");
        beat();

        assertThat(worker.writes()).isEmpty();
        assertThat(shared.config("a")).containsEntry("topics", "t1,t2,t3,t4");
        assertThat(log.get(log.size() - 1)).contains("nothing is changed");
    }

    @Test
    void whatTheServerRefusesIsNotSent() {
        listed("t1");
        beat();
        clock.pass(60);
        shared.refuse("topics", "no ");
        worker.forgetRequests();
        listed("t1", "t2");
        beat();

        assertThat(worker.writes()).isEmpty();
        assertThat(log.get(log.size() - 1)).contains("nothing is sent");
    }
}
