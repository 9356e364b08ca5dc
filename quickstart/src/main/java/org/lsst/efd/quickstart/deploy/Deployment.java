package org.lsst.efd.quickstart.deploy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.lsst.efd.connect.manager.Main;
import org.lsst.efd.quickstart.process.BackgroundProcess;
import org.lsst.efd.quickstart.process.LocalProcess;
import org.lsst.efd.quickstart.stack.ConnectCluster;
import org.lsst.efd.quickstart.stack.ConnectWorker;
import org.lsst.efd.quickstart.stack.LocalStack;

/** The command line {@code connect-manager}, run as a process of its own on one Connect cluster. Thread-safe. */
public final class Deployment {
    private final Path directory;
    private final String workers;

    /** Talks to the workers of this cluster. */
    public Deployment(LocalStack stack, ConnectCluster cluster) {
        this.directory = stack.directory();
        this.workers = String.join(
                ",", cluster.workers().stream().map(ConnectWorker::url).toList());
    }

    /**
     * Applies the connector files and waits until all run.
     *
     * @throws org.lsst.efd.quickstart.process.StackException when a connector is refused or fails, with its words
     */
    public void apply(List<Path> files, Map<String, String> variables) {
        List<String> words = new ArrayList<>(List.of("apply", "--yes", "--strict", "--wait=120s"));
        for (Path file : files) {
            words.add("-f");
            words.add(file.toString());
        }
        variables.forEach((name, value) -> {
            words.add("--var");
            words.add(name + "=" + value);
        });
        run(words.toArray(new String[0]));
    }

    /**
     * Runs one command to its end.
     *
     * @throws org.lsst.efd.quickstart.process.StackException when its exit code is not 0, with its words
     */
    public void run(String... words) {
        LocalProcess.runToEnd("connect-manager " + words[0], command(words), directory, log("connect-manager"));
    }

    /** Restarts failed connectors and tasks, soon and without end, until it is closed. */
    public BackgroundProcess keepRunning() {
        return BackgroundProcess.start(
                command("watch", "--restart-failed", "--interval", "3s", "--restart-base", "1s", "--restart-max", "0"),
                directory,
                log("connect-manager-watch"));
    }

    private List<String> command(String... words) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Djava.io.tmpdir=" + directory.resolve("tmp"),
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "--connect",
                workers));
        command.addAll(List.of(words));
        return command;
    }

    private Path log(String name) {
        return directory.resolve("logs").resolve(name + ".log");
    }
}
