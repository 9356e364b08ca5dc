package org.lsst.efd.quickstart.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LiveTableTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private final Map<String, TopicTally> tallies = new TreeMap<>();

    @Test
    void aRateIsThatOfTheLastSeconds() {
        TopicTally tally = new TopicTally();
        assertThat(tally.ratePerSecond()).isZero();
        for (int second = 0; second <= 20; second++) {
            tally.mark(second * 1_000_000_000L);
            tally.add(second < 10 ? 1_000 : 50, "");
        }
        assertThat(tally.ratePerSecond()).isCloseTo(50, within(1e-9));
        assertThat(tally.records()).isEqualTo(10_550);
    }

    @Test
    void everyTopicHasALineThatFits() {
        add("lsst.sal.MTMount.azimuth", 1_234_567, "a=1 b=2 and much more that does not fit into a line");
        add("short", 3, "x=1");
        new LiveTable(out, false, 70).show(tallies, "headline");
        String[] lines = bytes.toString(StandardCharsets.UTF_8).split("\\R");
        assertThat(lines).hasSize(4).allMatch(line -> line.length() <= 70);
        assertThat(lines[0]).isEqualTo("headline");
        assertThat(lines[2])
                .startsWith("  lsst.sal.MTMount.azimuth")
                .contains("1,234,567")
                .endsWith("…");
        assertThat(lines[3]).startsWith("  short").endsWith("x=1");
    }

    @Test
    void aTerminalIsDrawnAgainInItsPlace() {
        add("one", 1, "");
        LiveTable table = new LiveTable(out, true, 80);
        table.show(tallies, "first");
        assertThat(bytes.toString(StandardCharsets.UTF_8)).doesNotContain("\033[3A");
        table.show(tallies, "second");
        assertThat(bytes.toString(StandardCharsets.UTF_8)).contains("\033[3A\033[J");
    }

    @Test
    void aLogHasNoEscapes() {
        add("one", 1, "x");
        new LiveTable(out, false, 80).show(tallies, "plain");
        assertThat(bytes.toString(StandardCharsets.UTF_8)).doesNotContain("\033");
    }

    @Test
    void manyTopicsAreCounted() {
        for (int i = 0; i < 40; i++) {
            add("topic-" + i, 1, "");
        }
        new LiveTable(out, false, 80).show(tallies, "many");
        assertThat(bytes.toString(StandardCharsets.UTF_8)).contains("and 10 more topics");
    }

    private void add(String topic, long records, String last) {
        tallies.computeIfAbsent(topic, name -> new TopicTally()).add(records, last);
    }
}
