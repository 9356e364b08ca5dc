package org.lsst.efd.integration.manager;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.lsst.efd.quickstart.process.Await;

/** connect-manager as a person runs it: the built script in a process of its own. Its output is read line by line. */
final class ManagerProcess implements AutoCloseable {
    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reader;

    private ManagerProcess(Process process) {
        this.process = process;
        this.reader = new Thread(this::read, "output of connect-manager");
        reader.setDaemon(true);
        reader.start();
    }

    /** The directory that the build has made: {@code bin}, {@code lib}, {@code completion}, {@code examples}. */
    static Path installation() {
        Path target = Path.of(System.getProperty("efd.project.directory", ".."), "connect-manager/target")
                .toAbsolutePath()
                .normalize();
        try (Stream<Path> entries = Files.list(target)) {
            Path built = entries.filter(Files::isDirectory)
                    .filter(entry -> entry.getFileName().toString().startsWith("connect-manager-"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("connect-manager has not been packaged in " + target));
            return built.resolve(built.getFileName());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + target, e);
        }
    }

    /** Starts the script with these variables of the environment besides those of this process. */
    static ManagerProcess start(Path home, Map<String, String> environment, String... words) {
        List<String> command = new ArrayList<>();
        command.add(installation().resolve("bin/connect-manager").toString());
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .directory(home.toFile());
        builder.environment().putAll(environment);
        builder.environment()
                .put("CONNECT_MANAGER_CONFIG", home.resolve("config.yaml").toString());
        try {
            return new ManagerProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command, e);
        }
    }

    private void read() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            lines.add("the output ended: " + e);
        }
    }

    /** What it has printed so far. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    /** Waits until so many lines hold this text. */
    void awaitLines(String text, int count) {
        Await.until(
                count + " lines with " + text,
                Site.LIMIT,
                () -> lines.stream().filter(line -> line.contains(text)).count() >= count || !process.isAlive());
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Asks it to end (SIGTERM). */
    void terminate() {
        process.destroy();
    }

    /** Waits until it has ended, and returns its exit code. */
    int awaitExit() {
        try {
            if (!process.waitFor(10, TimeUnit.MINUTES)) {
                throw new AssertionError("connect-manager does not end; it has printed " + lines);
            }
            reader.join();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for connect-manager", e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
