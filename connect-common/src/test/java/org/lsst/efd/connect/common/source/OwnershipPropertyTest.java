package org.lsst.efd.connect.common.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OwnershipPropertyTest {
    private static final int PARTITIONS = 3000;

    @Property(tries = 500)
    void everyPartitionAndTopicHasExactlyOneOwner(
            @ForAll String cluster,
            @ForAll String topic,
            @ForAll @IntRange(max = 1000) int partition,
            @ForAll @IntRange(min = 1, max = 64) int tasks) {
        assertThat(IntStream.range(0, tasks)
                        .filter(task -> new Ownership(cluster, task, tasks).ownsPartition(topic, partition)))
                .hasSize(1);
        assertThat(IntStream.range(0, tasks).filter(task -> new Ownership(cluster, task, tasks).ownsTopic(topic)))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 7, 8, 16, 32, 63})
    void oneTaskMoreMovesOnlyItsShare(int tasks) {
        long moved = IntStream.range(0, PARTITIONS)
                .filter(partition -> owner(partition, tasks) != owner(partition, tasks + 1))
                .count();

        assertThat((double) moved).isLessThanOrEqualTo(1.5 / (tasks + 1) * PARTITIONS);
        assertThat(IntStream.range(0, PARTITIONS)
                        .filter(partition -> owner(partition, tasks) != owner(partition, tasks + 1))
                        .map(partition -> owner(partition, tasks + 1)))
                .as("what moves, moves to the new task")
                .allMatch(owner -> owner == tasks);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 7, 8, 16, 32, 64})
    void spreadsEvenly(int tasks) {
        double fair = (double) PARTITIONS / tasks;
        long[] owned = new long[tasks];
        IntStream.range(0, PARTITIONS).forEach(partition -> owned[owner(partition, tasks)]++);

        assertThat(Arrays.stream(owned).boxed()).allMatch(count -> Math.abs(count - fair) <= 5 * Math.sqrt(fair));
    }

    @Test
    void isTheSameInEveryRelease() {
        // stored offsets belong to partitions, so another owner after an upgrade would do no harm but for a rebalance
        assertThat(IntStream.range(0, 8).map(partition -> owner(partition, 4))).containsExactly(PINNED);
        assertThatThrownBy(() -> new Ownership("c", 4, 4)).isInstanceOf(IllegalArgumentException.class);
    }

    private static final Integer[] PINNED = {2, 3, 3, 3, 0, 1, 0, 0};

    private static int owner(int partition, int tasks) {
        String topic = "lsst.sal.CSC" + partition / 3 + ".topic";
        return IntStream.range(0, tasks)
                .filter(task -> new Ownership("summit", task, tasks).ownsPartition(topic, partition % 3))
                .findFirst()
                .orElseThrow();
    }
}
