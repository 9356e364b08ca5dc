package org.lsst.efd.connect.aggregator.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TopicOwnershipPropertyTest {
    @Property
    void eachTopicHasExactlyOneOwner(@ForAll @IntRange(min = 1, max = 64) int tasks, @ForAll String topic) {
        assertThat(IntStream.range(0, tasks).filter(task -> new TopicOwnership("c", task, tasks).owns(topic)))
                .hasSize(1);
    }

    @Test
    void oneMoreTaskTakesOverItsShareOnly() {
        int topics = 10_000;
        for (int tasks = 1; tasks < 20; tasks++) {
            int moved = 0;
            for (int topic = 0; topic < topics; topic++) {
                moved += owner("topic-" + topic, tasks) == owner("topic-" + topic, tasks + 1) ? 0 : 1;
            }
            assertThat(moved / (double) topics).isLessThan(1.5 / (tasks + 1));
        }
    }

    @Test
    void spreadsTopicsEvenly() {
        int topics = 10_000;
        int tasks = 8;
        int[] owned = new int[tasks];
        for (int topic = 0; topic < topics; topic++) {
            owned[owner("lsst.sal.Test.t" + topic, tasks)]++;
        }
        double mean = topics / (double) tasks;
        assertThat(IntStream.of(owned)).allMatch(count -> Math.abs(count - mean) < 5 * Math.sqrt(mean));
    }

    private static int owner(String topic, int tasks) {
        return IntStream.range(0, tasks)
                .filter(task -> new TopicOwnership("c", task, tasks).owns(topic))
                .findFirst()
                .orElseThrow();
    }
}
