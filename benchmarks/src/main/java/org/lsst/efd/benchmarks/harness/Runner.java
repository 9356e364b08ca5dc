package org.lsst.efd.benchmarks.harness;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs the contenders of a comparison in alternation, each in a fresh JVM on the class path of this one. */
public final class Runner {
    private final Rounds rounds;
    private final PrintStream progress;

    public Runner(Rounds rounds, PrintStream progress) {
        this.rounds = rounds;
        this.progress = progress;
    }

    /**
     * The median round of each contender, in the order of the comparison.
     *
     * @throws IllegalStateException if a contender fails
     */
    public Map<String, Measurement> medians(Comparison comparison) throws Exception {
        Map<String, List<Measurement>> runs = new LinkedHashMap<>();
        Comparison.Environment.Running environment = comparison.environment().start();
        try {
            for (int round = 1; round <= rounds.count(); round++) {
                for (Contender contender : comparison.contenders()) {
                    progress.printf("round %d of %d: %s%n", round, rounds.count(), contender.name());
                    Measurement run = runInFreshJvm(comparison, contender, environment.properties());
                    progress.printf("    %,.1f records/s%n", Figure.RECORDS_PER_SECOND.of(run));
                    runs.computeIfAbsent(contender.name(), name -> new ArrayList<>())
                            .add(run);
                }
            }
        } finally {
            environment.stop().call();
        }
        Map<String, Measurement> medians = new LinkedHashMap<>();
        runs.forEach((contender, measurements) -> medians.put(contender, medianBySpeed(measurements)));
        return medians;
    }

    private static Measurement medianBySpeed(List<Measurement> runs) {
        return runs.stream()
                .sorted(Comparator.comparingDouble(Figure.RECORDS_PER_SECOND::of))
                .toList()
                .get(runs.size() / 2);
    }

    private Measurement runInFreshJvm(Comparison comparison, Contender contender, Map<String, String> properties)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xms512m", "-Xmx1g", "-XX:+UseParallelGC", "-XX:-UsePerfData"));
        command.addAll(contender.jvmArguments());
        properties.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), RoundJvm.class.getName()));
        command.addAll(List.of(
                comparison.name(),
                contender.name(),
                String.valueOf(rounds.warmUp().toMillis()),
                String.valueOf(rounds.measured().toMillis())));
        Process process = new ProcessBuilder(command)
                .redirectError(Redirect.INHERIT)
                .redirectInput(Redirect.from(new java.io.File("/dev/null")))
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(contender.name() + " failed with exit code " + process.exitValue());
        }
        String lastLine = output.strip().substring(output.strip().lastIndexOf('\n') + 1);
        return new ObjectMapper().readValue(lastLine, Measurement.class);
    }
}
