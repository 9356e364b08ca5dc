package org.lsst.efd.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lsst.efd.benchmarks.Comparisons;
import org.lsst.efd.benchmarks.harness.Workload.Volume;

final class ReportTest {
    private static final Contender OURS = new Contender("ours", () -> () -> new Volume(1, 1));
    private static final Contender PEER = new Contender("peer", () -> () -> new Volume(1, 1));
    private static final Comparison COMPARISON = new Comparison(
            "pair",
            "two ways",
            Comparison.Environment.NONE,
            List.of(OURS, PEER),
            List.of(
                    Ratio.ofSpeed("pair/speed", "ours", "peer", 2),
                    Ratio.ofAllocation("pair/allocation", "ours", "peer", 1.5)));

    private static Map<String, Measurement> medians() {
        Map<String, Measurement> medians = new LinkedHashMap<>();
        medians.put("ours", new Measurement(300, 3_000, 1, 1, 300, 1_000, Double.NaN));
        medians.put("peer", new Measurement(100, 1_000, 1, 1, 400, 1_000, Double.NaN));
        return medians;
    }

    @Test
    void turnsRatiosRoundWhereLessIsBetter() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new Report(COMPARISON, medians()).print(new PrintStream(bytes, true, StandardCharsets.UTF_8));

        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .hasSize(5)
                .contains("ratio pair/speed 3.00 wanted 2.00", "ratio pair/allocation 4.00 wanted 1.50");
    }

    @Test
    void leavesTheSameAsJson(@TempDir Path directory) throws Exception {
        Path file = new Report(COMPARISON, medians()).write(directory);

        assertThat(Files.readString(file)).contains("\"pair/allocation\"", "\"value\" : 4.0", "\"records/s\" : 300.0");
    }

    @Test
    void showsWaitsWhereThereWasSomethingToWaitFor() {
        ByteArrayOutputStream none = new ByteArrayOutputStream();
        new Report(COMPARISON, medians()).print(new PrintStream(none, true, StandardCharsets.UTF_8));
        assertThat(none.toString(StandardCharsets.UTF_8)).doesNotContain("wait");

        Comparison waits = new Comparison(
                "waits",
                "",
                Comparison.Environment.NONE,
                List.of(OURS, PEER),
                List.of(Ratio.ofWait("waits/sooner", "ours", "peer", 1)));
        Map<String, Measurement> medians =
                Map.of("ours", new Measurement(1, 1, 1, 1, 1, 1, 2.5), "peer", new Measurement(1, 1, 1, 1, 1, 1, 10));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new Report(waits, medians).print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .contains("wait 99 % s", "ratio waits/sooner 4.00 wanted 1.00");
    }

    @Test
    void measuresWhatTheWorkloadSaysItHandled() throws Exception {
        Measurement run = MeasuredRun.of(() -> new Volume(10, 80), Duration.ZERO, Duration.ofMillis(1));

        assertThat(run.records()).isPositive();
        assertThat(run.bytes()).isEqualTo(8 * run.records());
        assertThat(run.peakHeapBytes()).isPositive();
    }

    @Test
    void refusesTwoContendersOfOneNameAndUnknownOnes() {
        assertThatThrownBy(
                        () -> new Comparison("twice", "", Comparison.Environment.NONE, List.of(OURS, OURS), List.of()))
                .hasMessageContaining("two contenders");
        assertThatThrownBy(() -> COMPARISON.contender("third")).hasMessageContaining("third");
        assertThatThrownBy(() -> Comparisons.named("nothing")).hasMessageContaining("nothing");
    }

    @Test
    void everyRatioNamesContendersOfItsComparison() {
        for (Comparison comparison : Comparisons.all()) {
            for (Ratio ratio : comparison.ratios()) {
                assertThat(comparison.contender(ratio.ours())).isNotNull();
                assertThat(comparison.contender(ratio.other())).isNotNull();
            }
        }
    }
}
