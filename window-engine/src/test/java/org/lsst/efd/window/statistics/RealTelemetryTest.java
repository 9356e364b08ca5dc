package org.lsst.efd.window.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real telemetry in windows of one second, against values made by Python's {@code statistics}. */
class RealTelemetryTest {
    @ParameterizedTest
    @CsvSource({
        "MTM1M3.hardpointActuatorData, measuredForce0, 1690587375, 50, -765.11830139160156, -429.0644310474396,"
                + " -540.47579956054688, 331.7761135498813, -33.874464988708496",
        "MTM1M3.hardpointActuatorData, measuredForce0, 1690587394, 50, -1.2377694100141525, 20.961582845449449,"
                + " 17.530857086181641, 37.418915825065866, 52.617830276489258",
        "MTMount.azimuth, timestamp, 1690587375, 14, 1690587412.0908027, 1690587412.3605807, 1690587412.37831,"
                + " 0.299280712941566, 1690587412.6283197"
    })
    void agreesWithPython(
            String topic,
            String column,
            long startSeconds,
            int count,
            double q1,
            double mean,
            double median,
            double stdev,
            double q3)
            throws IOException {
        Path file = sharedData().resolve("efd").resolve("lsst.sal." + topic + ".csv");
        assumeTrue(Files.exists(file), () -> file + " is absent: real telemetry is not checked");
        Statistics statistics = Statistics.of("count", "q1", "mean", "median", "q3", "stdev");
        ColumnSamples samples = new ColumnSamples(statistics, new SamplePool(1 << 20));
        addWindow(Files.readAllLines(file), column, startSeconds, samples);
        Summary summary = samples.summarise();

        assertThat(summary.value(0, 0)).isEqualTo(count);
        double[] wanted = {q1, mean, median, q3};
        for (int i = 0; i < wanted.length; i++) {
            assertThat(Math.abs(summary.value(0, i + 1) - wanted[i])).isLessThanOrEqualTo(2 * Math.ulp(wanted[i]));
        }
        assertThat(Math.abs(summary.value(0, 5) - stdev)).isLessThanOrEqualTo(1e-12 * stdev);
    }

    private static void addWindow(List<String> lines, String column, long startSeconds, ColumnSamples samples) {
        int index = List.of(lines.get(0).split(",", -1)).indexOf(column);
        Row row = new Row();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            long timeNs = Long.parseLong(cells[0]);
            if (Math.floorDiv(timeNs, 1_000_000_000L) == startSeconds) {
                row.begin(timeNs, 0, 0).add(0, Double.parseDouble(cells[index]));
                samples.add(row);
            }
        }
    }

    private static Path sharedData() {
        String named = Optional.ofNullable(System.getProperty("EFD_SHARED_DATA"))
                .or(() -> Optional.ofNullable(System.getenv("EFD_SHARED_DATA")))
                .orElse("");
        return named.isEmpty() ? Path.of("..", "..", "shared", "data") : Path.of(named);
    }
}
