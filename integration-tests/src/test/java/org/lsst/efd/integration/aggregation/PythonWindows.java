package org.lsst.efd.integration.aggregation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Windows of a CSV file, recomputed by Python's {@code statistics} module. */
final class PythonWindows {
    /** Names of the statistics, in the order of {@link Column#values}. */
    static final List<String> STATISTICS = List.of("min", "q1", "mean", "median", "stdev", "q3", "max");

    /**
     * A column of a window.
     *
     * @param startMs of the window
     * @param records of the window
     * @param values the statistics; empty where there are fewer than two values
     */
    record Column(long startMs, long records, String name, List<Double> values) {}

    private PythonWindows() {}

    /** The columns of the windows of a file, by the start of their window in milliseconds. */
    static Map<Long, List<Column>> of(Path csv, long sizeSeconds) throws IOException, InterruptedException {
        Path script = Files.createTempFile("reference", ".py");
        try (InputStream text =
                Objects.requireNonNull(PythonWindows.class.getResourceAsStream("reference_windows.py"), "the script")) {
            Files.write(script, text.readAllBytes());
        }
        Process python = new ProcessBuilder("python3", script.toString(), csv.toString(), Long.toString(sizeSeconds))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> lines = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        if (python.waitFor() != 0) {
            throw new IllegalStateException("python3 failed");
        }
        Files.delete(script);
        Map<Long, List<Column>> windows = new LinkedHashMap<>();
        for (String line : lines) {
            Column column = parse(line.split(" ", -1));
            windows.computeIfAbsent(column.startMs, start -> new ArrayList<>()).add(column);
        }
        return windows;
    }

    private static Column parse(String[] parts) {
        List<Double> values = new ArrayList<>();
        for (int i = 4; i < parts.length && !parts[i].equals("-"); i++) {
            values.add(Double.parseDouble(parts[i]));
        }
        return new Column(Long.parseLong(parts[0]) * 1_000, Long.parseLong(parts[1]), parts[2], values);
    }
}
