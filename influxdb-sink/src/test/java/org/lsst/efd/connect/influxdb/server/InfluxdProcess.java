package org.lsst.efd.connect.influxdb.server;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An {@code influxd} of the machine, with its own directories and ports, that can be killed and started again. */
public final class InfluxdProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    private final Path directory;
    private final int port;
    private final Path configuration;
    private final InfluxQueries queries;
    private @Nullable Process process;

    private InfluxdProcess(Path directory, int port, Path configuration) {
        this.directory = directory;
        this.port = port;
        this.configuration = configuration;
        this.queries = new InfluxQueries(url());
    }

    /** Starts a server in an empty directory; the test is skipped where the machine has none. */
    public static InfluxdProcess start(Path directory) {
        return start(directory, false);
    }

    /** The same with authentication switched on, where {@code withAuthentication} says so. */
    public static InfluxdProcess start(Path directory, boolean withAuthentication) {
        assumeTrue(executable().isPresent(), "skipped: influxd (Debian package influxdb) is not on the PATH");
        try {
            int port = freePort();
            Path file = directory.resolve("influxdb.conf");
            Files.writeString(file, configuration(directory, port, freePort(), withAuthentication));
            InfluxdProcess server = new InfluxdProcess(directory, port, file);
            server.restart();
            return server;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String configuration(Path directory, int port, int rpcPort, boolean withAuthentication) {
        return """
                reporting-disabled = true
                bind-address = "127.0.0.1:%d"
                [meta]
                  dir = "%s/meta"
                [data]
                  dir = "%s/data"
                  wal-dir = "%s/wal"
                  max-series-per-database = 0
                  max-values-per-tag = 0
                  query-log-enabled = false
                [coordinator]
                  write-timeout = "10s"
                [monitor]
                  store-enabled = false
                [http]
                  bind-address = "127.0.0.1:%d"
                  log-enabled = false
                  auth-enabled = %s
                """
                .formatted(rpcPort, directory, directory, directory, port, withAuthentication);
    }

    private static Optional<Path> executable() {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/usr/local/bin";
        return Stream.of(path.split(":", -1))
                .map(directory -> Path.of(directory, "influxd"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The address. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** User and password for {@link #query} and {@link #write}. */
    public void authenticate(String user, String password) {
        queries.authenticate(user, password);
    }

    /** Starts the server (again) on the same port and waits until it answers. */
    public void restart() {
        try {
            process = new ProcessBuilder(executable().orElseThrow().toString(), "-config", configuration.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            directory.resolve("influxd.log").toFile()))
                    .start();
            long deadline = System.nanoTime() + START_LIMIT.toNanos();
            while (!queries.isAnswered()) {
                if (System.nanoTime() > deadline || !process.isAlive()) {
                    throw new IllegalStateException(
                            "influxd did not start: " + Files.readString(directory.resolve("influxd.log")));
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** SIGKILL, and waits for the end. */
    public void kill() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly().onExit().join();
        }
    }

    /** SIGSTOP: connections stay, nothing answers. */
    public void pause() {
        signal("-STOP");
    }

    /** SIGCONT. */
    public void resume() {
        signal("-CONT");
    }

    private void signal(String name) {
        Process running = process;
        if (running != null) {
            try {
                new ProcessBuilder("kill", name, String.valueOf(running.pid()))
                        .start()
                        .onExit()
                        .join();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    /** Writes lines and returns the status and body. */
    public HttpResponse<String> write(String database, String lines) {
        return queries.write(database, lines);
    }

    /** The answer to a query; times are nanoseconds. */
    public List<Series> query(String influxql) {
        return queries.query(influxql);
    }

    /** How many points of all measurements of a database have this field. */
    public long count(String database, String field) {
        return queries.query("SELECT count(\"" + field + "\") FROM \"" + database + "\"../.*/").stream()
                .flatMap(series -> series.values().stream())
                .mapToLong(row -> row.get(1) instanceof Number number ? number.longValue() : 0)
                .sum();
    }

    @Override
    public void close() {
        Process running = process;
        if (running != null) {
            resume();
            running.destroyForcibly().onExit().join();
        }
    }
}
