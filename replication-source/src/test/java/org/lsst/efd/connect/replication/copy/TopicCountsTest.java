package org.lsst.efd.connect.replication.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class TopicCountsTest {
    private static final List<ToDoubleFunction<TopicCounts>> ALL = List.of(
            TopicCounts::records,
            TopicCounts::bytes,
            TopicCounts::lost,
            TopicCounts::jumps,
            TopicCounts::skipped,
            TopicCounts::oversize,
            TopicCounts::damaged,
            TopicCounts::rewound,
            TopicCounts::timesRecreated);

    @Test
    void addsEveryCountButNotWhatIsStillToBeCopied() {
        TopicCounts counts = new TopicCounts(0);
        counts.copied(2, 3, 0);
        counts.lost(5);
        counts.jumped();
        counts.countSkipped();
        counts.countOversize();
        counts.damaged(7);
        counts.rewound(11);
        counts.recreated();
        counts.lag(13, true);
        TopicCounts sum = new TopicCounts(0);
        sum.add(counts);
        sum.add(counts);
        assertThat(ALL).allSatisfy(count -> {
            assertThat(count.applyAsDouble(counts)).isPositive();
            assertThat(count.applyAsDouble(sum)).isEqualTo(2 * count.applyAsDouble(counts));
        });
        assertThat(sum.lagRecords()).isZero();
    }
}
