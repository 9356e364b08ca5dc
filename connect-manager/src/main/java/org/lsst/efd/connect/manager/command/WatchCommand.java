package org.lsst.efd.connect.manager.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.manager.files.DesiredConnector;
import org.lsst.efd.connect.manager.outcome.CommandFailure;
import org.lsst.efd.connect.manager.outcome.ExitCode;
import org.lsst.efd.connect.manager.watch.Duty;
import org.lsst.efd.connect.manager.watch.FailureRestarts;
import org.lsst.efd.connect.manager.watch.Reconciliation;
import org.lsst.efd.connect.manager.watch.RestartSchedule;
import org.lsst.efd.connect.manager.watch.TopicFollowing;
import org.lsst.efd.connect.manager.watch.Watch;
import org.lsst.efd.connect.manager.watch.WatchLog;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "watch",
        description = "Keeps cluster and files equal, restarts what failed, follows topics; survives outages.",
        footer = "Without a switch it does all it has files for. SIGTERM ends it with exit code 0.")
final class WatchCommand implements Callable<Integer> {
    /** The forms of a log line. */
    enum LogFormat {
        TEXT,
        JSON
    }

    private static final Duration ENDS_WITHIN = Duration.ofMillis(1500);

    private final Session session;

    @Option(
            names = {"-f", "--file"},
            arity = "1..*",
            paramLabel = "FILE",
            description = "JSON or YAML files or directories.")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--var", paramLabel = "K=V", description = "A variable for {{K}} in the files.")
    private Map<String, String> variables = new LinkedHashMap<>();

    @Option(names = "--vars", paramLabel = "FILE", description = "A file of variables.")
    private List<Path> variableFiles = new ArrayList<>();

    @Option(names = "--group", paramLabel = "GROUP", description = "Label the connectors as members of this group.")
    private @Nullable String group;

    @Option(names = "--reconcile", description = "Apply the files whenever they and the cluster differ.")
    private boolean reconcile;

    @Option(names = "--prune", description = "With --reconcile and --group: delete what the files have not.")
    private boolean prune;

    @Option(
            names = "--restart-failed",
            description = "Restart failed connectors and tasks: at once, then after 2, 6, 12, … 60 minutes.")
    private boolean restartFailed;

    @Option(names = "--restart-base", paramLabel = "TIME", description = "The unit of these times (1m).")
    private Duration restartBase = Duration.ofMinutes(1);

    @Option(
            names = "--restart-max",
            paramLabel = "N",
            description = "Restarts without ten healthy minutes in between (100, about four days); 0 is no limit.")
    private int restartMax = 100;

    @Option(names = "--topics", description = "Follow the topics of connectors with a topic rule; needs --broker.")
    private boolean topics;

    @Option(names = "--settle", paramLabel = "TIME", description = "The least time between two updates (10s).")
    private Duration settle = Duration.ofSeconds(10);

    @Option(
            names = "--max-shrink",
            paramLabel = "PART",
            description = "The part of its topics a connector may lose at once (0.5).")
    private double maxShrink = 0.5;

    @Option(names = "--interval", paramLabel = "TIME", description = "Between two beats (15s), 20 % more or less.")
    private Duration interval = Duration.ofSeconds(15);

    @Option(names = "--once", description = "One beat; exit code 1 where something failed.")
    private boolean once;

    @Option(names = "--log-format", paramLabel = "FORM", description = "text or json (text).")
    private LogFormat logFormat = LogFormat.TEXT;

    WatchCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Watch watch =
                new Watch(duties(), interval, session.surroundings().pause(), RandomGenerator.getDefault(), this::log);
        if (once) {
            return (watch.beat() ? ExitCode.DONE : ExitCode.FAILED).number();
        }
        Thread loop = Thread.currentThread();
        Thread ending = new Thread(() -> endAndHalt(watch, loop), "end of watch");
        Runtime.getRuntime().addShutdownHook(ending);
        watch.run();
        return 0;
    }

    /** Runs when the process is told to end: the exit code of a watcher is 0 then, not that of the signal. */
    private static void endAndHalt(Watch watch, Thread loop) {
        try {
            watch.end(loop, ENDS_WITHIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(0);
    }

    private List<Duty> duties() {
        boolean isAll = !reconcile && !restartFailed && !topics;
        if ((reconcile || topics || prune) && files.isEmpty()) {
            throw CommandFailure.usage("--reconcile, --topics and --prune need files: -f FILE");
        }
        Optional<String> pruned = PruneRules.group(prune, group);
        List<Duty> duties = new ArrayList<>();
        if (reconcile || (isAll && !files.isEmpty())) {
            duties.add(new Reconciliation(this::connectors, session.cluster(), pruned, this::log));
        }
        if (topics || (isAll && hasTopicRules())) {
            session.requiredKafka("--topics");
            duties.add(new TopicFollowing(
                    this::connectors,
                    session.cluster(),
                    () -> session.requiredKafka("--topics").topics(),
                    new TopicFollowing.Limits(settle, maxShrink),
                    session.surroundings().clock(),
                    this::log));
        }
        if (restartFailed || isAll) {
            duties.add(new FailureRestarts(
                    session.cluster(),
                    new RestartSchedule(restartBase, restartMax),
                    session.surroundings().clock(),
                    this::log));
        }
        return duties;
    }

    private boolean hasTopicRules() {
        return !files.isEmpty()
                && connectors().stream()
                        .anyMatch(connector -> connector.topics().isPresent());
    }

    private List<DesiredConnector> connectors() {
        FileOptions options = new FileOptions();
        options.files = files;
        options.variables = variables;
        options.variableFiles = variableFiles;
        options.group = group;
        List<DesiredConnector> connectors = options.connectors(session);
        new KnownSecrets(session).rememberDeclared(connectors);
        return connectors;
    }

    private void log(WatchLog.Level level, String action, String connector, String message) {
        String time = session.surroundings().clock().instant().toString();
        if (logFormat == LogFormat.TEXT) {
            session.console()
                    .line(time + " " + level + " " + action + (connector.isEmpty() ? "" : " " + connector) + ": "
                            + message);
        } else {
            ObjectNode line = ConnectorDocuments.object();
            line.put("time", time);
            line.put("level", level.name().toLowerCase(Locale.ROOT));
            line.put("action", action);
            line.put("connector", connector);
            line.put("message", message);
            session.console().documentLine(line);
        }
    }
}
