package org.lsst.efd.benchmarks.aggregation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.lsst.efd.benchmarks.harness.Workload;

/** The compute part of the former aggregator: Python's {@code statistics} module, one process a run. */
final class PythonStatistics implements Workload {
    private static final int COLUMNS = 10_000;
    private static final int SAMPLES_A_COLUMN = 50;

    private final Path script;

    PythonStatistics() throws IOException {
        script = Files.createTempFile("statistics", ".py");
        try (InputStream text =
                Objects.requireNonNull(getClass().getResourceAsStream("statistics_of_windows.py"), "the script")) {
            Files.write(script, text.readAllBytes());
        }
    }

    @Override
    public Volume run() throws Exception {
        Process python = new ProcessBuilder("python3", script.toString(), String.valueOf(COLUMNS)).start();
        String seconds = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (python.waitFor() != 0) {
            throw new IllegalStateException("python3 failed");
        }
        Double.parseDouble(seconds);
        long samples = (long) COLUMNS * SAMPLES_A_COLUMN;
        return new Volume(samples, samples * Double.BYTES);
    }

    @Override
    public void stop() throws IOException {
        Files.delete(script);
    }
}
