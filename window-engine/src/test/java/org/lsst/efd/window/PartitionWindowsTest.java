package org.lsst.efd.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.lsst.efd.window.PartitionWindows.Outcome;
import org.lsst.efd.window.statistics.Row;
import org.lsst.efd.window.statistics.SamplePool;
import org.lsst.efd.window.statistics.Statistics;

class PartitionWindowsTest {
    private static final Statistics COUNT = Statistics.of("count", "mean");
    private final List<ToldWindow<String>> told = new ArrayList<>();
    private final Row row = new Row();

    private static PartitionWindows<String> windows(WindowGrid grid, int maxGroups) {
        return new PartitionWindows<>(
                grid, new OpenWindows<>(grid, COUNT, new SamplePool(1 << 20), String::compareTo, maxGroups), false);
    }

    private Outcome accept(PartitionWindows<String> windows, long offset, String group, long timeMs) {
        return windows.accept(offset, group, row.begin(timeMs * 1_000_000, 0, 0), told::add);
    }

    private List<String> toldNames() {
        return told.stream()
                .map(each -> each.window().startMs() + each.window().group() + "x"
                        + each.window().summary().records())
                .toList();
    }

    @Test
    void tellsAWindowWhenStreamTimeReachesItsEndPlusTheGrace() {
        PartitionWindows<String> windows = windows(WindowGrid.tumbling(10, 5), 10);
        accept(windows, 0, "", 0);
        accept(windows, 1, "", 9);
        accept(windows, 2, "", 14);
        assertThat(told).isEmpty();
        assertThat(accept(windows, 3, "", 9)).isEqualTo(Outcome.ADDED);
        accept(windows, 4, "", 15);
        assertThat(toldNames()).containsExactly("0x3");
        assertThat(told.get(0).closingOffset()).isEqualTo(4);
        assertThat(told.get(0).neededOffset()).isZero();
        assertThat(windows.neededOffset()).isEqualTo(OptionalLong.of(1));
    }

    @Test
    void aLateRecordChangesNothing() {
        PartitionWindows<String> windows = windows(WindowGrid.tumbling(10, 0), 10);
        accept(windows, 0, "", 0);
        accept(windows, 1, "", 10);
        assertThat(accept(windows, 2, "", 9)).isEqualTo(Outcome.LATE);
        assertThat(windows.streamTimeMs()).isEqualTo(OptionalLong.of(10));
        assertThat(toldNames()).containsExactly("0x1");
    }

    @Test
    void tellsInOrderOfEndAndGroup() {
        PartitionWindows<String> windows = windows(new WindowGrid(20, 10, 0), 10);
        accept(windows, 0, "b", 5);
        accept(windows, 1, "a", 5);
        accept(windows, 2, "a", 15);
        accept(windows, 3, "a", 100);
        assertThat(toldNames()).containsExactly("-10ax1", "-10bx1", "0ax2", "0bx1", "10ax1");
    }

    @Test
    void doesNotTellWhatBeganBeforeTheFirstRecord() {
        PartitionWindows<String> windows = windows(WindowGrid.tumbling(10, 0), 10);
        assertThat(accept(windows, 7, "", 3)).isEqualTo(Outcome.BEFORE_FIRST_RECORD);
        assertThat(accept(windows, 8, "", 10)).isEqualTo(Outcome.ADDED);
        accept(windows, 9, "", 30);
        assertThat(toldNames()).containsExactly("10x1");
    }

    @Test
    void refusesOneGroupTooManyUntilAnotherCloses() {
        PartitionWindows<String> windows = windows(WindowGrid.tumbling(10, 0), 2);
        accept(windows, 0, "a", 0);
        accept(windows, 1, "b", 1);
        assertThat(accept(windows, 2, "c", 2)).isEqualTo(Outcome.TOO_MANY_GROUPS);
        assertThat(accept(windows, 3, "b", 3)).isEqualTo(Outcome.ADDED);
        assertThat(accept(windows, 4, "c", 12)).isEqualTo(Outcome.ADDED);
        assertThat(toldNames()).containsExactly("0ax1", "0bx2");
    }

    @Test
    void closesWithoutARecordWhenTimeIsMoved() {
        PartitionWindows<String> windows = windows(WindowGrid.tumbling(10, 5), 10);
        windows.advanceTo(1_000, told::add);
        accept(windows, 0, "", 3);
        windows.advanceTo(14, told::add);
        assertThat(told).isEmpty();
        windows.advanceTo(15, told::add);
        assertThat(toldNames()).containsExactly("0x1");
        assertThat(told.get(0).closingOffset()).isZero();
    }
}
