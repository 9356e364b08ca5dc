package org.lsst.efd.quickstart.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Starts child processes so that none outlives this one, not even when it is killed: the kernel kills the child as soon
 * as the thread that started it ends ({@code setpriv --pdeathsig}), so one thread that lives as long as this process
 * starts them all. Thread-safe.
 */
final class Launch {
    private static final int LINE_MAX = 300;
    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");
    private static final ExecutorService THREAD = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "stack-launch");
        thread.setDaemon(true);
        return thread;
    });

    private Launch() {}

    /** Starts the command in {@code directory} with its output, and its errors, appended to {@code log}. */
    static Process of(List<String> command, Path directory, Path log) {
        List<String> whole = new ArrayList<>();
        if (Files.isExecutable(SETPRIV)) {
            whole.addAll(List.of(SETPRIV.toString(), "--pdeathsig", "KILL"));
        }
        whole.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(whole)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        try {
            return THREAD.submit(builder::start).get();
        } catch (ExecutionException e) {
            throw new StackException("cannot start " + command.get(0) + ": " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted while starting " + command.get(0), e);
        }
    }

    /** Kills the children whose command names this directory, and returns when they are gone. */
    static void endAllOf(Path directory) {
        List<ProcessHandle> all = ProcessHandle.current()
                .descendants()
                .filter(child -> child.info().commandLine().orElse("").contains(directory.toString()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(child -> child.onExit().join());
    }

    /** The last lines that say ERROR, each cut to the width of a wide screen. */
    static List<String> lastErrors(Path log, int most) {
        try {
            List<String> errors =
                    lines(log).stream().filter(line -> line.contains(" ERROR ")).toList();
            return errors.subList(Math.max(0, errors.size() - most), errors.size()).stream()
                    .map(line -> line.substring(0, Math.min(LINE_MAX, line.length())))
                    .toList();
        } catch (IOException e) {
            return List.of("no log: " + e);
        }
    }

    private static List<String> lines(Path log) throws IOException {
        // replaces what is not UTF-8: a log cut by a kill may end in half a character
        return new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    /** The last lines of a log, indented; a sentence where there are none. */
    static String endOf(Path log) {
        try {
            List<String> lines = lines(log);
            List<String> last = lines.subList(Math.max(0, lines.size() - 40), lines.size());
            return last.isEmpty() ? "    (its log is empty)" : "    " + String.join("\n    ", last);
        } catch (IOException e) {
            return "    (no log: " + e + ")";
        }
    }
}
