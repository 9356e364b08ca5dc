package org.lsst.efd.connect.aggregator.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.lsst.efd.connect.aggregator.topic.TopicWindows.Outcome;
import org.lsst.efd.connect.common.aggregate.Group;
import org.lsst.efd.window.OpenWindows;
import org.lsst.efd.window.WindowGrid;
import org.lsst.efd.window.statistics.Row;
import org.lsst.efd.window.statistics.SamplePool;
import org.lsst.efd.window.statistics.Statistics;

class TopicWindowsTest {
    private static final long IDLE_MS = 100;
    private final WindowGrid grid = WindowGrid.tumbling(10, 0);
    private final List<Telling> told = new ArrayList<>();

    private TopicWindows from(TopicState state) {
        OpenWindows<Group> open =
                new OpenWindows<>(grid, Statistics.of("mean"), new SamplePool(1 << 20), Group::compareTo, 10);
        return new TopicWindows(grid, open, IDLE_MS, 50, state);
    }

    private TopicWindows windows(int partitions) {
        TopicWindows windows = from(TopicState.none());
        for (int i = 0; i < partitions; i++) {
            windows.open(i, 0, 0);
        }
        return windows;
    }

    private Outcome accept(TopicWindows windows, int partition, long offset, long timeMs, long nowMs) {
        Row row = new Row().begin(timeMs * 1_000_000, 0, 0);
        return windows.accept(partition, offset, Group.NONE, row, nowMs, told::add);
    }

    private List<Long> toldStarts() {
        return told.stream().map(each -> each.window().startMs()).toList();
    }

    @Test
    void theSlowestPartitionDecides() {
        TopicWindows windows = windows(2);
        accept(windows, 0, 0, 5, 0);
        accept(windows, 0, 1, 25, 0);
        assertThat(told).isEmpty();
        accept(windows, 1, 0, 12, 0);
        assertThat(toldStarts()).containsExactly(0L);
        accept(windows, 1, 1, 31, 0);
        assertThat(toldStarts()).containsExactly(0L, 10L);
    }

    @Test
    void storesWithAWindowWhatIsNeededOfTheOthers() {
        TopicWindows windows = windows(2);
        accept(windows, 0, 0, 5, 0);
        accept(windows, 0, 1, 15, 0);
        accept(windows, 1, 0, 1, 0);
        accept(windows, 1, 1, 12, 0);
        assertThat(told.get(0).state().toMap()).isEqualTo(Map.of("0", 1L, "1", 1L, "closedUpTo", 10L));
        assertThat(windows.state().toMap()).isEqualTo(Map.of("0", 1L, "1", 1L, "closedUpTo", 10L));
    }

    @Test
    void aPartitionIsIdleOnlyWhenARequestShowsThatNothingIsLeft() {
        TopicWindows windows = windows(2);
        accept(windows, 0, 0, 5, 0);
        accept(windows, 0, 1, 15, 0);
        windows.close(500, told::add);
        windows.see(1, false, 500);
        windows.close(500, told::add);
        assertThat(told).isEmpty();
        windows.see(1, true, 510);
        accept(windows, 0, 2, 16, 511);
        assertThat(toldStarts()).containsExactly(0L);
    }

    @Test
    void whatARequestShowedLongAgoMakesNothingIdle() {
        TopicWindows windows = windows(1);
        accept(windows, 0, 0, 5, 0);
        windows.see(0, true, 50);
        windows.close(120, told::add);
        windows.see(0, true, 130);
        windows.close(1_000, told::add);
        assertThat(told).isEmpty();
        windows.see(0, true, 1_000);
        windows.close(1_000, told::add);
        assertThat(toldStarts()).containsExactly(0L);
    }

    @Test
    void aSilentTopicTellsItsLastWindowAndNoMore() {
        TopicWindows windows = windows(1);
        accept(windows, 0, 0, 5, 0);
        windows.see(0, true, 10_000);
        windows.close(10_000, told::add);
        assertThat(toldStarts()).containsExactly(0L);
        assertThat(windows.state().closedUpToMs()).isEqualTo(OptionalLong.of(10));
        assertThat(accept(windows, 0, 1, 9, 10_001)).isEqualTo(Outcome.LATE);
        assertThat(accept(windows, 0, 2, 10, 10_002)).isEqualTo(Outcome.ADDED);
    }

    @Test
    void partitionsThatRunAheadWait() {
        TopicWindows windows = windows(2);
        accept(windows, 0, 0, 5, 0);
        accept(windows, 0, 1, 55, 0);
        assertThat(windows.isAhead(0, 0)).isFalse();
        accept(windows, 0, 2, 56, 0);
        assertThat(windows.isAhead(0, 0)).isTrue();
        assertThat(windows.isAhead(1, 0)).isFalse();
        accept(windows, 1, 0, 6, 0);
        assertThat(windows.isAhead(0, 0)).isFalse();
    }

    @Test
    void tellsNothingThatBeginsBeforeTheStartPoint() {
        TopicWindows windows = from(TopicWindows.startingAt(grid, 13, Optional.of("id")));
        windows.open(0, 7, 0);
        assertThat(accept(windows, 0, 7, 15, 0)).isEqualTo(Outcome.TOLD_BEFORE);
        assertThat(accept(windows, 0, 8, 20, 0)).isEqualTo(Outcome.ADDED);
        accept(windows, 0, 9, 30, 0);
        assertThat(toldStarts()).containsExactly(20L);
        assertThat(told.get(0).state().topicId()).contains("id");
    }

    @Test
    void aSkippedRecordMovesThePositionUnlessAWindowNeedsWhatIsBefore() {
        TopicWindows windows = windows(1);
        windows.passTo(0, 4);
        assertThat(windows.state().offsets()).isEqualTo(Map.of(0, 4L));
        accept(windows, 0, 4, 5, 0);
        windows.passTo(0, 9);
        assertThat(windows.state().offsets()).isEqualTo(Map.of(0, 4L));
    }

    @Test
    void keepsTheOffsetsOfPartitionsThatAreNotRead() {
        TopicWindows windows = from(TopicState.parse(Map.of("0", 3L, "5", 8)));
        windows.open(0, 3, 0);
        assertThat(windows.state().offsets()).isEqualTo(Map.of(0, 3L, 5, 8L));
    }

    @Test
    void readsStatesAsTheRestApiGivesThem() {
        Map<String, Object> stored = new HashMap<>();
        stored.put("0", 5);
        stored.put("12", 7L);
        stored.put("closedUpTo", 1_000);
        stored.put("topicId", "abc");
        stored.put("told", "[1]");
        TopicState state = TopicState.parse(stored);
        assertThat(state.offsets()).isEqualTo(Map.of(0, 5L, 12, 7L));
        assertThat(TopicState.parse(state.toMap())).isEqualTo(state);
        assertThatThrownBy(() -> TopicState.parse(Map.of("0", -1))).hasMessageContaining("partition 0");
        assertThatThrownBy(() -> TopicState.parse(Map.of("0", "5"))).hasMessageContaining("whole number");
        assertThatThrownBy(() -> TopicState.parse(Map.of("first", 5))).hasMessageContaining("'first'");
        assertThatThrownBy(() -> TopicState.parse(Map.of("closedUpTo", 1.5))).hasMessageContaining("closedUpTo");
    }
}
