package org.lsst.efd.quickstart.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One process that serves a port of this machine. It is started again, on the same port and with the same files, as
 * often as one likes. Thread-safe.
 */
public final class LocalProcess implements AutoCloseable {
    private static final Duration READY_LIMIT = Duration.ofMinutes(10);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    private final ProcessPlan plan;
    private volatile @Nullable Process process;
    private volatile boolean isPaused;
    private boolean isClosed; // guarded by this

    /** A process that is not started yet. */
    public LocalProcess(ProcessPlan plan) {
        this.plan = plan;
    }

    /** Runs a command that ends by itself, and waits for it. */
    public static void runToEnd(String name, List<String> command, Path directory, Path log) {
        Process process = Launch.of(command, directory, log);
        try {
            int code = process.waitFor();
            if (code != 0) {
                throw new StackException(
                        name + " failed with exit code " + code + "; the end of " + log + ":\n" + Launch.endOf(log));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new StackException("interrupted while waiting for " + name, e);
        }
    }

    /** What the process is called in messages. */
    public String name() {
        return plan.name();
    }

    /** The file that its output goes to. */
    public Path log() {
        return plan.log();
    }

    /** The last errors in its log, each cut to a line; of no more than so many. */
    public List<String> lastErrors(int most) {
        return Launch.lastErrors(plan.log(), most);
    }

    /** The id of the process that runs now, or ran last. */
    public long pid() {
        return started().pid();
    }

    /** Whether the process has been started and has not ended. A paused process is alive. */
    public boolean isAlive() {
        Process current = process;
        return current != null && current.isAlive();
    }

    /**
     * Starts the process, and returns when it owns its port and answers.
     *
     * @throws StackException when it dies before, with the end of its log, when it does not answer within minutes, and
     *     when it runs already
     */
    public void start() {
        Process current = launch();
        long pid = current.pid();
        Await.until(plan.name() + " to answer (log: " + plan.log() + ")", READY_LIMIT, () -> {
            if (!current.isAlive()) {
                throw new StackException(plan.name() + " died with exit code " + current.exitValue()
                        + " before it answered; the end of " + plan.log() + ":\n" + Launch.endOf(plan.log()));
            }
            return Ports.isOwnedBy(pid, plan.port()) && plan.readiness().answers();
        });
    }

    private synchronized Process launch() {
        if (isClosed) {
            throw new StackException(plan.name() + " is closed");
        }
        if (isAlive()) {
            throw new StackException(plan.name() + " runs already, as process " + pid());
        }
        Process current = Launch.of(plan.command(), plan.directory(), plan.log());
        process = current;
        isPaused = false;
        return current;
    }

    /** Kills the process and its children with SIGKILL, and returns when it is gone. */
    public void kill() {
        Process current = process;
        if (current == null) {
            return;
        }
        List<ProcessHandle> children = current.descendants().toList();
        current.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        await(current, READY_LIMIT);
        children.forEach(child ->
                Await.until("the children of " + plan.name() + " to end", READY_LIMIT, () -> !child.isAlive()));
    }

    /** Stops the process in the orderly way; kills it when it has not ended within half a minute. */
    public void stop() {
        Process current = process;
        if (current == null || !current.isAlive()) {
            return;
        }
        signal(plan.stopSignal(), Stream.of(current.toHandle()));
        if (!await(current, STOP_LIMIT)) {
            kill();
        }
    }

    /** Stops the process if it runs, and starts it again. */
    public void restart() {
        stop();
        start();
    }

    /** Holds the process and its children still (SIGSTOP): connections stay open and nothing answers. */
    public void pause() {
        isPaused = true;
        signal("STOP", family());
    }

    /** Lets a paused process go on (SIGCONT). */
    public void resume() {
        signal("CONT", family());
        isPaused = false;
    }

    /** Whether it is held still. */
    public boolean isPaused() {
        return isPaused && isAlive();
    }

    /** Kills the process for good. */
    @Override
    public void close() {
        synchronized (this) {
            isClosed = true;
        }
        kill();
    }

    private Stream<ProcessHandle> family() {
        Process current = started();
        return Stream.concat(Stream.of(current.toHandle()), current.descendants());
    }

    private Process started() {
        Process current = process;
        if (current == null) {
            throw new StackException(plan.name() + " was never started");
        }
        return current;
    }

    private void signal(String signal, Stream<ProcessHandle> handles) {
        String ids = String.join(
                " ", handles.map(handle -> Long.toString(handle.pid())).toList());
        // kill is a word of every shell; the program of this name is not on every machine
        List<String> command = List.of("/bin/sh", "-c", "kill -" + signal + " " + ids);
        runToEnd("kill -" + signal + " of " + plan.name(), command, plan.directory(), plan.log());
    }

    private boolean await(Process current, Duration limit) {
        try {
            return current.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            current.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new StackException("interrupted while waiting for the end of " + plan.name(), e);
        }
    }
}
