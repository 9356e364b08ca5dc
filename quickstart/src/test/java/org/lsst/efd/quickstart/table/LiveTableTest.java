package org.lsst.efd.quickstart.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lsst.efd.quickstart.stage.Reading;

class LiveTableTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private final List<Reading> readings = List.of(
            new Reading("produced at Summit", 1_234_567, 1200.04, "", 0),
            new Reading("InfluxDB", 3, 0, "1,234,564", 2));

    @Test
    void everyStageHasALine() {
        new LiveTable(out, false, 80).show(readings, "headline");
        assertThat(text().lines())
                .containsExactly(
                        "headline",
                        "  stage                    records   records/s         lag  errors",
                        "  produced at Summit     1,234,567     1,200.0                    ",
                        "  InfluxDB                       3         0.0   1,234,564       2");
    }

    @Test
    void linesAreCutToTheWidth() {
        new LiveTable(out, false, 30).show(readings, "a headline that is longer than this terminal is wide");
        assertThat(text().lines()).allMatch(line -> line.length() <= 30).anyMatch(line -> line.endsWith("…"));
    }

    @Test
    void aTerminalIsDrawnAgainInItsPlaceUntilTheTableIsLeft() {
        LiveTable table = new LiveTable(out, true, 80);
        table.show(readings, "first");
        assertThat(text()).doesNotContain("\033[4A");
        table.show(readings, "second");
        assertThat(text()).contains("\033[4A\033[J");
        table.leave();
        bytes.reset();
        table.show(readings, "third");
        assertThat(text()).doesNotContain("\033[4A");
    }

    private String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
