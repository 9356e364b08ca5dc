package org.lsst.efd.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class WindowGridTest {
    @Test
    void putsARecordOnABoundaryIntoTheWindowThatStartsThere() {
        WindowGrid grid = WindowGrid.tumbling(1_000, 0);
        assertThat(grid.latestStart(2_000)).isEqualTo(2_000);
        assertThat(grid.earliestStart(2_000)).isEqualTo(2_000);
        assertThat(grid.latestStart(1_999)).isEqualTo(1_000);
    }

    @Test
    void roundsDownBeforeTheEpoch() {
        WindowGrid grid = WindowGrid.tumbling(1_000, 0);
        assertThat(grid.latestStart(-1)).isEqualTo(-1_000);
        assertThat(grid.earliestStart(-1_000)).isEqualTo(-1_000);
        assertThat(grid.endOf(-1_000)).isZero();
    }

    @Property
    void theWindowsOfATimeAreThoseThatHoldIt(
            @ForAll @IntRange(min = 1, max = 50) int size,
            @ForAll @IntRange(min = 1, max = 50) int advance,
            @ForAll @LongRange(min = -200, max = 200) long time) {
        WindowGrid grid = new WindowGrid(size, Math.min(size, advance), 0);
        for (long start = -400; start < 400; start++) {
            boolean isStart = Math.floorMod(start, grid.advanceMs()) == 0;
            boolean holdsTime = isStart && start <= time && time < start + size;
            boolean isBetween = isStart && start >= grid.earliestStart(time) && start <= grid.latestStart(time);
            assertThat(isBetween).isEqualTo(holdsTime);
        }
    }

    @Property
    void aWindowIsOpenUntilStreamTimeReachesItsEndPlusTheGrace(
            @ForAll @IntRange(min = 1, max = 50) int size,
            @ForAll @IntRange(min = 1, max = 50) int advance,
            @ForAll @IntRange(min = 0, max = 50) int grace,
            @ForAll @LongRange(min = -200, max = 200) long streamTime) {
        WindowGrid grid = new WindowGrid(size, Math.min(size, advance), grace);
        long oldestOpen = grid.oldestOpenStart(streamTime);
        assertThat(grid.endOf(oldestOpen) + grace).isGreaterThan(streamTime);
        assertThat(grid.endOf(oldestOpen - grid.advanceMs()) + grace).isLessThanOrEqualTo(streamTime);
    }

    @Test
    void refusesWindowsThatMakeNoSense() {
        assertThatThrownBy(() -> WindowGrid.tumbling(0, 0)).hasMessageContaining("size must be positive");
        assertThatThrownBy(() -> new WindowGrid(10, 11, 0)).hasMessageContaining("at most the size");
        assertThatThrownBy(() -> new WindowGrid(10, 0, 0)).hasMessageContaining("advance must be positive");
        assertThatThrownBy(() -> new WindowGrid(10, 10, -1)).hasMessageContaining("grace must not be negative");
    }
}
