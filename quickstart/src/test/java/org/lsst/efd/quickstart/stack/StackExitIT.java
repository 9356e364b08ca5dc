package org.lsst.efd.quickstart.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lsst.efd.quickstart.process.Await;
import org.lsst.efd.quickstart.process.StackDirectory;

/** What is left of a stack whose process ends without closing it: nothing. */
class StackExitIT {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));

    private Process holder;

    @BeforeEach
    void startAProcessWithAStack() throws IOException {
        // a shell in the background lets its children ignore Ctrl-C, and Java keeps to that
        List<String> command = List.of(
                "env",
                "--default-signal=INT",
                Ground.java(),
                "-Xmx128m",
                "-Djava.io.tmpdir=" + TEMPORARY,
                "-cp",
                System.getProperty("java.class.path"),
                StackHolder.class.getName());
        holder = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    @AfterEach
    void endIt() {
        holder.destroyForcibly();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Starting", StackHolder.READY})
    void ctrlCStopsEverythingAndRemovesTheDirectoryAlsoDuringTheStart(String line)
            throws IOException, InterruptedException {
        awaitLine(line);
        assertThat(directories()).hasSize(1);

        assertThat(new ProcessBuilder("/bin/sh", "-c", "kill -INT " + holder.pid())
                        .start()
                        .waitFor())
                .isZero();

        assertThat(holder.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        Await.until("all processes to end", LIMIT, () -> processes().isEmpty());
        assertThat(directories()).isEmpty();
    }

    @Test
    void aKilledProcessTakesAllOthersWithItAndTheNextStackRemovesItsDirectory()
            throws IOException, InterruptedException {
        awaitLine(StackHolder.READY);
        assertThat(processes()).hasSizeGreaterThanOrEqualTo(4);

        holder.destroyForcibly().waitFor();

        Await.until("all processes to end", LIMIT, () -> processes().isEmpty());
        assertThat(directories()).hasSize(1);
        StackDirectory.create().delete();
        assertThat(directories()).isEmpty();
    }

    /** Reads the output up to a line that begins so. */
    private void awaitLine(String beginning) throws IOException {
        BufferedReader output = holder.inputReader();
        for (String line = output.readLine(); ; line = output.readLine()) {
            assertThat(line).as("the output before " + beginning).isNotNull();
            if (line.startsWith(beginning)) {
                return;
            }
        }
    }

    private String name() {
        return "efd-stack-" + holder.pid() + "-";
    }

    private List<Path> directories() throws IOException {
        try (Stream<Path> all = Files.list(TEMPORARY)) {
            return all.filter(one -> one.getFileName().toString().startsWith(name()))
                    .toList();
        }
    }

    /** All processes that were told to work in the directory of the stack. */
    private List<ProcessHandle> processes() {
        return ProcessHandle.allProcesses()
                .filter(one -> one.pid() != holder.pid())
                .filter(one -> commandLine(one).contains(name()))
                .toList();
    }

    private static String commandLine(ProcessHandle process) {
        try {
            // what Java tells of a process is cut where its arguments are many
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
        } catch (IOException e) {
            // it has ended since it was listed
            return "";
        }
    }
}
