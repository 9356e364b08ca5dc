package org.lsst.efd.quickstart.stack;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.lsst.efd.quickstart.process.StackException;

/** Starts components side by side, and gives up at the first that fails. Not thread-safe. */
final class Startup {
    private final Consumer<String> progress;

    Startup(Consumer<String> progress) {
        this.progress = progress;
    }

    /** Runs all starts, each under the name that the user sees, and returns when all are done. */
    void run(Map<String, Callable<Component>> starts) {
        if (starts.isEmpty()) {
            return;
        }
        progress.accept("Starting " + String.join(", ", starts.keySet()));
        ExecutorService threads = Executors.newFixedThreadPool(starts.size(), work -> {
            Thread thread = new Thread(work, "stack-start");
            thread.setDaemon(true);
            return thread;
        });
        try {
            CompletionService<Component> results = new ExecutorCompletionService<>(threads);
            starts.forEach((name, start) -> results.submit(() -> timed(name, start)));
            for (int i = 0; i < starts.size(); i++) {
                results.take().get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StackException known
                    ? known
                    : new StackException("the stack did not start: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted while the stack started", e);
        } finally {
            threads.shutdownNow();
        }
    }

    private Component timed(String name, Callable<Component> start) throws Exception {
        long begin = System.nanoTime();
        Component component = start.call();
        double seconds = (System.nanoTime() - begin) / 1e9;
        progress.accept(String.format("  %-28s up after %.1f s", name, seconds));
        return component;
    }
}
