package org.lsst.efd.quickstart;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what flows. */
final class Telemetry {
    @Option(
            names = "--replay",
            paramLabel = "DIR",
            description = "Replays the CSV files of this directory, real telemetry with a column time in ns, instead of"
                    + " made-up signals.")
    private @Nullable Path replay;

    @Option(names = "--topics", paramLabel = "N", description = "Topics of made-up telemetry (4).")
    private int topics = 4;

    @Option(names = "--fields", paramLabel = "N", description = "Numbers in each record (20).")
    private int fields = 20;

    @Option(names = "--hz", paramLabel = "N", description = "Records a second of each topic (10).")
    private int hz = 10;

    /** The directory to replay, if there is one. */
    Optional<Path> replayed() {
        return Optional.ofNullable(replay).map(CallersDirectory::resolve);
    }

    /** The connector that makes it. */
    String connector() {
        return replay == null ? "telemetry-generated" : "telemetry-replayed";
    }

    /** What the connector files ask for. */
    Map<String, String> variables() {
        Map<String, String> variables = new TreeMap<>();
        variables.put("topics", Integer.toString(topics));
        variables.put("fields", Integer.toString(fields));
        variables.put("hz", Integer.toString(hz));
        replayed().ifPresent(directory -> variables.put("replay_directory", directory.toString()));
        return variables;
    }
}
