package org.lsst.efd.quickstart.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.lsst.efd.quickstart.process.LocalProcess;
import org.lsst.efd.quickstart.process.Ports;
import org.lsst.efd.quickstart.process.ProcessPlan;

/** How a MariaDB server is made. */
final class MariaDbPlan {
    private static final String PACKAGE = "mariadb-server";
    private static final int ANSWER_LIMIT_MS = 5_000;

    private MariaDbPlan() {}

    /** Makes the database and returns the server, which is not started yet. */
    static SqlDatabase prepare(Ground ground, ComponentOptions options) {
        Path directory = ground.directory().resolve("mariadb");
        Path log = ground.directory().log("mariadb");
        Path data = directory.resolve("data");
        int port = Ports.free();
        String user = System.getProperty("user.name");
        List<String> install = List.of(
                Programs.find("mariadb-install-db", PACKAGE),
                "--no-defaults",
                "--user=" + user,
                "--datadir=" + data,
                "--auth-root-authentication-method=normal",
                "--skip-test-db");
        LocalProcess.runToEnd("making the MariaDB database", install, directory, log);

        Path statements = ground.directory().write("mariadb/init.sql", statements());
        List<String> run = new ArrayList<>(List.of(
                Programs.find("mariadbd", PACKAGE),
                "--no-defaults",
                "--user=" + user,
                "--datadir=" + data,
                "--port=" + port,
                "--bind-address=127.0.0.1",
                // a short path: the name of a socket may have 107 bytes
                "--socket=" + directory.resolve("socket"),
                "--pid-file=" + directory.resolve("pid"),
                "--tmpdir=" + ground.directory().resolve("tmp"),
                "--skip-name-resolve",
                "--init-file=" + statements));
        options.settings().forEach((key, value) -> run.add("--" + key + "=" + value));
        LocalProcess process =
                new LocalProcess(new ProcessPlan("mariadb", run, directory, log, port, () -> greets(port), "TERM"));
        return new SqlDatabase("jdbc:mariadb://127.0.0.1:%d/efd", process, port, Ground.proxy(options, port));
    }

    private static List<String> statements() {
        String efd = SqlDatabase.EFD;
        return List.of(
                "CREATE DATABASE IF NOT EXISTS " + efd + " CHARACTER SET utf8mb4;",
                "CREATE USER IF NOT EXISTS '" + efd + "'@'127.0.0.1' IDENTIFIED BY '" + efd + "';",
                "GRANT ALL PRIVILEGES ON *.* TO '" + efd + "'@'127.0.0.1';");
    }

    /** The server speaks first, and only when it has read its init file. */
    private static boolean greets(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(ANSWER_LIMIT_MS);
            return socket.getInputStream().read() >= 0;
        }
    }
}
