package org.lsst.efd.connect.manager.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.lsst.efd.connect.manager.rest.ConnectCluster;

/** Names of a cluster for completion: kept for 5 s, asked for at most 1 s, none where it does not answer. */
final class DynamicNames {
    private static final Duration KEPT = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Session session;

    DynamicNames(Session session) {
        this.session = session;
    }

    List<String> cached(String what, Function<ConnectCluster, List<String>> question) {
        String key = what + "-" + Integer.toHexString(session.workerList().hashCode());
        Path file = session.surroundings().cacheDirectory().resolve(key);
        try {
            if (Files.exists(file) && isFresh(file)) {
                return Files.readAllLines(file);
            }
            List<String> names = ask(question);
            if (!names.isEmpty()) {
                Files.createDirectories(session.surroundings().cacheDirectory());
                Files.write(file, names);
            }
            return names;
        } catch (IOException e) {
            return List.of(); // completion without a cache is completion without names
        }
    }

    private boolean isFresh(Path file) throws IOException {
        return Files.getLastModifiedTime(file)
                .toInstant()
                .isAfter(session.surroundings().clock().instant().minus(KEPT));
    }

    private List<String> ask(Function<ConnectCluster, List<String>> question) {
        ConnectCluster cluster = session.cluster();
        FutureTask<List<String>> task = new FutureTask<>(() -> question.apply(cluster));
        Thread thread = new Thread(task, "names");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }
}
