package org.lsst.efd.connect.oracle.server;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.disk.SmallDisk;

/**
 * A PostgreSQL or MariaDB server of the machine, with its own directory and port, or an embedded H2. Skips the test where
 * there is none.
 */
public final class LocalDatabase implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final String EFD = "efd";
    private static final AtomicInteger EMBEDDED = new AtomicInteger();

    /** Which server. */
    public enum Product {
        POSTGRESQL,
        MARIADB,
        H2
    }

    private final Product product;
    private final Path directory;
    private final int port;
    private @Nullable Process process;

    private LocalDatabase(Product product, Path directory, int port) {
        this.product = product;
        this.directory = directory;
        this.port = port;
    }

    /** Makes a server and starts it. */
    public static LocalDatabase start(Product product) {
        if (product == Product.H2) {
            return new LocalDatabase(product, Path.of("."), EMBEDDED.incrementAndGet());
        }
        String program = product == Product.POSTGRESQL ? "postgres" : "mariadbd";
        assumeTrue(find(program).isPresent(), "skipped: " + program + " is not installed");
        try {
            Path directory = Files.createTempDirectory("oracle-sink-db");
            LocalDatabase database = new LocalDatabase(product, directory, freePort());
            if (product == Product.POSTGRESQL) {
                database.initPostgres();
            } else {
                database.initMariaDb();
            }
            database.restart();
            return database;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void initPostgres() throws IOException {
        Path password = Files.writeString(directory.resolve("password"), EFD);
        own(directory);
        List<String> init = new ArrayList<>(asPostgres());
        init.addAll(List.of(find("initdb").orElseThrow(), "-D", data(), "-U", EFD, "--pwfile=" + password));
        init.addAll(List.of("--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync"));
        runToEnd(init);
        List<String> create = new ArrayList<>(asPostgres());
        create.addAll(List.of(
                "/bin/sh",
                "-c",
                "echo 'CREATE DATABASE efd' | " + find("postgres").orElseThrow() + " --single -D " + data()
                        + " postgres"));
        runToEnd(create);
    }

    private void own(Path path) throws IOException {
        if (product == Product.POSTGRESQL && isRoot()) {
            runToEnd(List.of("chown", "-R", "postgres", path.toString()));
        }
    }

    private void initMariaDb() throws IOException {
        runToEnd(List.of(
                find("mariadb-install-db").orElseThrow(),
                "--no-defaults",
                "--user=" + System.getProperty("user.name"),
                "--datadir=" + data(),
                "--auth-root-authentication-method=normal",
                "--skip-test-db"));
        Files.write(
                directory.resolve("init.sql"),
                List.of(
                        "CREATE DATABASE IF NOT EXISTS efd CHARACTER SET utf8mb4;",
                        "CREATE USER IF NOT EXISTS 'efd'@'127.0.0.1' IDENTIFIED BY 'efd';",
                        "GRANT ALL PRIVILEGES ON *.* TO 'efd'@'127.0.0.1' WITH GRANT OPTION;"));
    }

    private List<String> command() {
        if (product == Product.MARIADB) {
            return List.of(
                    find("mariadbd").orElseThrow(),
                    "--no-defaults",
                    "--user=" + System.getProperty("user.name"),
                    "--datadir=" + data(),
                    "--port=" + port,
                    "--bind-address=127.0.0.1",
                    "--socket=" + directory.resolve("socket"),
                    "--pid-file=" + directory.resolve("pid"),
                    "--skip-name-resolve",
                    "--max-allowed-packet=64M",
                    "--init-file=" + directory.resolve("init.sql"));
        }
        List<String> command = new ArrayList<>(asPostgres());
        command.addAll(List.of(find("postgres").orElseThrow(), "-D", data(), "-p", Integer.toString(port)));
        command.addAll(List.of("-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="));
        return command;
    }

    private String data() {
        return directory.resolve("data").toString();
    }

    /** The JDBC address. */
    public String url() {
        return url(port);
    }

    /** The JDBC address through another port. */
    public String url(int port) {
        return switch (product) {
            case H2 -> "jdbc:h2:mem:efd" + port + ";MODE=Oracle;DB_CLOSE_DELAY=-1";
            case POSTGRESQL -> "jdbc:postgresql://127.0.0.1:" + port + "/efd";
            case MARIADB -> "jdbc:mariadb://127.0.0.1:" + port + "/efd";
        };
    }

    /** A disk of its own for tables. */
    public SmallDisk smallDisk(int megabytes) throws IOException {
        SmallDisk disk = SmallDisk.in(directory, megabytes);
        own(disk.path());
        return disk;
    }

    /** The port it listens on. */
    public int port() {
        return port;
    }

    public Product product() {
        return product;
    }

    /** User and password. */
    public String user() {
        return EFD;
    }

    /** Starts the server (again) and waits until it answers. */
    public void restart() {
        try {
            process = new ProcessBuilder(command())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                    .start();
            long deadline = System.nanoTime() + START_LIMIT.toNanos();
            while (!isUp()) {
                if (System.nanoTime() > deadline || !process.isAlive()) {
                    throw new IllegalStateException(product + " did not start: " + Files.readString(log()));
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

    private Path log() {
        return directory.resolveSibling(directory.getFileName() + ".log");
    }

    private boolean isUp() {
        try (Connection connection = connect()) {
            return connection.isValid(5);
        } catch (SQLException notYet) {
            return false;
        }
    }

    /** A connection of one's own. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), EFD, EFD);
    }

    /** Runs statements. */
    public void execute(String... statements) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** The rows of a query. */
    public List<List<@Nullable Object>> query(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            ResultSetMetaData columns = rows.getMetaData();
            List<List<@Nullable Object>> all = new ArrayList<>();
            while (rows.next()) {
                List<@Nullable Object> row = new ArrayList<>();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    row.add(rows.getObject(i));
                }
                all.add(row);
            }
            return all;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** The only number of a query. */
    public long number(String sql) {
        return query(sql).get(0).get(0) instanceof Number number ? number.longValue() : -1;
    }

    /** Kills it with SIGKILL, and waits until it is gone. */
    public void kill() {
        Process running = process;
        if (running != null) {
            // parents first, or PostgreSQL begins to recover; and all of them, or their shared memory is still in use
            List<ProcessHandle> group = Stream.concat(Stream.of(running.toHandle()), running.descendants())
                    .sorted(Comparator.comparingLong(ProcessHandle::pid))
                    .toList();
            group.forEach(ProcessHandle::destroyForcibly);
            group.forEach(member -> member.onExit().join());
        }
    }

    @Override
    public void close() {
        if (product == Product.H2) {
            execute("SHUTDOWN");
            return;
        }
        kill();
        try {
            runToEnd(List.of("rm", "-rf", directory.toString(), log().toString()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void runToEnd(List<String> command) throws IOException {
        try {
            Process run = new ProcessBuilder(command).redirectErrorStream(true).start();
            run.getOutputStream().close();
            String output = new String(run.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (run.waitFor() != 0) {
                throw new IllegalStateException(command + " failed: " + output);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static List<String> asPostgres() {
        return isRoot()
                ? List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--pdeathsig", "KILL")
                : List.of();
    }

    private static Optional<String> find(String program) {
        List<Path> places = new ArrayList<>();
        for (String place : (System.getenv().getOrDefault("PATH", "") + ":/usr/sbin").split(":", -1)) {
            places.add(Path.of(place, program));
        }
        try (DirectoryStream<Path> versions = Files.newDirectoryStream(Path.of("/usr/lib/postgresql"))) {
            versions.forEach(version -> places.add(version.resolve("bin").resolve(program)));
        } catch (IOException notDebian) {
            // found on the path, or not at all
            return places.stream().filter(Files::isExecutable).findFirst().map(Path::toString);
        }
        return places.stream().filter(Files::isExecutable).findFirst().map(Path::toString);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
