package org.lsst.efd.benchmarks.aggregation;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.lsst.efd.benchmarks.harness.Workload;

/** The compute part of the former aggregator: Python's {@code statistics} module, in a process that is warm already. */
final class PythonStatistics implements Workload {
    private static final int COLUMNS = 10_000;
    private static final int SAMPLES_A_COLUMN = 50;

    private final Path script;
    private final Process python;
    private final BufferedWriter requests;
    private final BufferedReader answers;

    PythonStatistics() throws IOException {
        script = Files.createTempFile("statistics", ".py");
        try (InputStream text =
                Objects.requireNonNull(getClass().getResourceAsStream("statistics_of_windows.py"), "the script")) {
            Files.write(script, text.readAllBytes());
        }
        python = new ProcessBuilder("python3", script.toString(), String.valueOf(COLUMNS))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        requests = python.outputWriter(StandardCharsets.UTF_8);
        answers = python.inputReader(StandardCharsets.UTF_8);
        answer();
    }

    @Override
    public Volume run() throws Exception {
        requests.write("again\n");
        requests.flush();
        answer();
        long samples = (long) COLUMNS * SAMPLES_A_COLUMN;
        return new Volume(samples, samples * Double.BYTES);
    }

    private void answer() throws IOException {
        String line = answers.readLine();
        if (line == null || !line.equals("done")) {
            throw new IllegalStateException("python3 failed: " + line);
        }
    }

    @Override
    public void stop() throws IOException {
        requests.close();
        python.destroy();
        Files.delete(script);
    }
}
