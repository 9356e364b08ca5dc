package org.lsst.efd.quickstart.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.lsst.efd.quickstart.process.LocalProcess;
import org.lsst.efd.quickstart.process.Ports;
import org.lsst.efd.quickstart.process.ProcessPlan;

/** How a PostgreSQL server is made. It refuses root, so under root it runs as the user that its package brings. */
final class PostgresPlan {
    private static final String PACKAGE = "postgresql";
    private static final String USER = "postgres";

    private PostgresPlan() {}

    /** Makes the database and returns the server, which is not started yet. */
    static SqlDatabase prepare(Ground ground, ComponentOptions options) {
        Path directory = ground.directory().resolve("postgres");
        Path log = ground.directory().log("postgres");
        Path data = directory.resolve("data");
        int port = Ports.free();
        Path password = ground.directory().write("postgres/password", List.of(SqlDatabase.EFD));
        giveAway(directory);
        giveAway(password);
        LocalProcess.runToEnd("making the PostgreSQL database", initdb(data, password), directory, log);
        LocalProcess.runToEnd("making the PostgreSQL database efd", createDatabase(data), directory, log);

        List<String> run = new ArrayList<>(asItsUser());
        run.addAll(List.of(Programs.find("postgres", PACKAGE), "-D", data.toString(), "-p", Integer.toString(port)));
        run.addAll(List.of("-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="));
        options.settings().forEach((key, value) -> run.addAll(List.of("-c", key + "=" + value)));
        String isReady = Programs.find("pg_isready", PACKAGE);
        LocalProcess process = new LocalProcess(
                new ProcessPlan("postgres", run, directory, log, port, () -> answers(isReady, port), "INT"));
        return new SqlDatabase("jdbc:postgresql://127.0.0.1:%d/efd", process, port, Ground.proxy(options, port));
    }

    private static List<String> initdb(Path data, Path password) {
        List<String> command = new ArrayList<>(asItsUser());
        command.addAll(List.of(Programs.find("initdb", PACKAGE), "-D", data.toString(), "-U", SqlDatabase.EFD));
        command.addAll(List.of("--pwfile=" + password, "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C"));
        return command;
    }

    private static List<String> createDatabase(Path data) {
        // the single-user mode takes its statements from its input
        String single = "echo 'CREATE DATABASE " + SqlDatabase.EFD + "' | '" + Programs.find("postgres", PACKAGE)
                + "' --single -D '" + data + "' postgres";
        List<String> command = new ArrayList<>(asItsUser());
        command.addAll(List.of("/bin/sh", "-c", single));
        return command;
    }

    private static boolean answers(String isReady, int port) throws IOException, InterruptedException {
        return new ProcessBuilder(isReady, "-q", "-h", "127.0.0.1", "-p", Integer.toString(port))
                        .start()
                        .waitFor()
                == 0;
    }

    private static List<String> asItsUser() {
        return isRoot()
                ? List.of(
                        Programs.find("setpriv", "util-linux"),
                        "--reuid=" + USER,
                        "--regid=" + USER,
                        "--clear-groups",
                        // changing the user has cleared it
                        "--pdeathsig",
                        "KILL")
                : List.of();
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static void giveAway(Path file) {
        if (!isRoot()) {
            return;
        }
        try {
            Files.setOwner(
                    file, file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(USER));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot give " + file + " to the user " + USER, e);
        }
    }
}
