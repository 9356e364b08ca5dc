package org.lsst.efd.quickstart.artifacts;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.lsst.efd.quickstart.process.StackException;

/** Runs Maven on one POM and tells how far it is. Not thread-safe. */
final class MavenRun {
    private static final int FILES_PER_LINE = 20;

    private final Consumer<String> progress;
    private int files;

    MavenRun(Consumer<String> progress) {
        this.progress = progress;
    }

    /**
     * Runs the {@code initialize} phase of the POM in {@code project} with {@code efd.directory} set.
     *
     * @throws StackException when Maven is missing or fails, with what it said
     */
    void run(Path project, Path directory) throws IOException {
        List<String> command = new ArrayList<>(List.of(program(), "-B", "-f", "pom.xml", "initialize"));
        command.add("-Defd.directory=" + directory);
        String repository = System.getProperty("maven.repo.local");
        if (repository != null) {
            command.add("-Dmaven.repo.local=" + repository);
        }
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(project.toFile()).redirectErrorStream(true);
        // what an outer Maven set for its own project does not hold here
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("MAVEN_PROJECTBASEDIR")
                        || name.equals("MAVEN_CMD_LINE_ARGS")
                        || name.equals("MAVEN_BASEDIR"));
        Path log = project.resolve("maven.log");
        List<String> errors = follow(builder.start(), log);
        if (!errors.isEmpty()) {
            throw new StackException("Maven could not fetch what the stack needs; log " + log + ":\n    "
                    + String.join("\n    ", errors));
        }
    }

    private List<String> follow(Process maven, Path log) throws IOException {
        List<String> errors = new ArrayList<>();
        try (BufferedReader lines = maven.inputReader(StandardCharsets.UTF_8);
                BufferedWriter writer = Files.newBufferedWriter(log)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                writer.write(line);
                writer.newLine();
                if (line.contains("Downloaded from") && line.contains(".jar")) {
                    countFile();
                }
                if (line.startsWith("[ERROR]")) {
                    errors.add(line);
                }
            }
        }
        return exitCode(maven) == 0 ? List.of() : orUnknown(errors);
    }

    private void countFile() {
        files++;
        if (files % FILES_PER_LINE == 0) {
            progress.accept("  " + files + " files");
        }
    }

    private static int exitCode(Process maven) {
        try {
            return maven.waitFor();
        } catch (InterruptedException e) {
            maven.destroy();
            Thread.currentThread().interrupt();
            throw new StackException("interrupted while Maven was fetching", e);
        }
    }

    private static List<String> orUnknown(List<String> errors) {
        return errors.isEmpty() ? List.of("Maven failed and gave no reason") : errors;
    }

    private static String program() {
        String home = System.getenv("MAVEN_HOME");
        return home == null || !Files.isExecutable(Path.of(home, "bin", "mvn")) ? "mvn" : home + "/bin/mvn";
    }
}
