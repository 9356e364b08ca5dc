package org.lsst.efd.quickstart;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.avro.AvroConverter;
import org.lsst.efd.quickstart.connect.ConnectRest;
import org.lsst.efd.quickstart.connect.ConnectorStatus;
import org.lsst.efd.quickstart.process.StackException;
import org.lsst.efd.quickstart.stack.LocalStack;
import org.lsst.efd.quickstart.table.LiveTable;
import org.lsst.efd.quickstart.table.RecordText;
import org.lsst.efd.quickstart.table.Watch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code bin/quickstart}: starts the stack, lets telemetry flow and shows it. */
@Command(
        name = "quickstart",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Starts Kafka, a schema registry and two Connect workers on this machine, lets telemetry flow"
                + " through them, and shows it in a live table. Ctrl-C ends it and removes everything.")
public final class Quickstart implements Callable<Integer> {
    private static final String SITE = "summit";
    private static final Duration SILENCE_LIMIT = Duration.ofSeconds(90);
    private static final Duration STEP = Duration.ofSeconds(1);
    private static final int TASKS = 2;
    private static final int DEFAULT_WIDTH = 120;

    @Option(
            names = "--replay",
            paramLabel = "DIR",
            description = "Also replays the CSV files of this directory: real telemetry, with a column time in ns.")
    private @Nullable Path replay;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "Ends after this many seconds of flow. Without it, Ctrl-C ends it.")
    private @Nullable Integer seconds;

    @Option(names = "--keep", description = "Leaves the directory with logs and data in place at the end.")
    private boolean isKept;

    // Java cannot tell reliably, the script can
    private final boolean isTerminal = Boolean.getBoolean("efd.terminal");

    /** Ends the process with 0 when telemetry flowed, with 1 when it did not, and with 2 when an option is wrong. */
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /** Does what {@link #main} does, and returns its exit code. */
    public static int run(String... arguments) {
        return new CommandLine(new Quickstart())
                .setExecutionExceptionHandler(Quickstart::report)
                .execute(arguments);
    }

    private static int report(Exception failure, CommandLine command, CommandLine.ParseResult ignored)
            throws Exception {
        if (failure instanceof StackException) {
            command.getErr().println(failure.getMessage());
            return 1;
        }
        throw failure;
    }

    @Override
    public Integer call() throws Exception {
        if (replay != null && !Files.isDirectory(replay)) {
            throw new StackException("--replay: there is no directory " + replay);
        }
        System.out.println("EFD Connect: one Kafka cluster, one schema registry, two Connect workers");
        var plan = LocalStack.builder().cluster(SITE).registry(SITE).workers(SITE, 2);
        if (isKept) {
            plan.keepDirectory();
        }
        try (LocalStack stack = plan.start()) {
            List<String> connectors = deploy(stack);
            announce(stack);
            return watch(stack, connectors);
        }
    }

    private List<String> deploy(LocalStack stack) {
        ConnectRest rest = stack.connect(SITE).rest();
        List<String> connectors = new ArrayList<>();
        Map<String, String> generated = telemetry(stack, "generate");
        generated.put("topics.count", "4");
        generated.put("fields.count", "10");
        generated.put("frequency.hz", "10");
        start(rest, connectors, "telemetry-generated", generated);
        if (replay != null) {
            Map<String, String> replayed = telemetry(stack, "replay");
            replayed.put("replay.directory", replay.toAbsolutePath().toString());
            start(rest, connectors, "telemetry-replayed", replayed);
        }
        return connectors;
    }

    private static void start(ConnectRest rest, List<String> connectors, String name, Map<String, String> config) {
        List<String> mistakes = rest.mistakes(name, config);
        if (!mistakes.isEmpty()) {
            throw new StackException("connector " + name + ": " + String.join("; ", mistakes));
        }
        rest.put(name, config);
        rest.awaitRunning(name, TASKS);
        connectors.add(name);
        System.out.println("  connector " + name + " runs");
    }

    private static Map<String, String> telemetry(LocalStack stack, String mode) {
        Map<String, String> config = new HashMap<>(converterSettings(stack, "value.converter."));
        config.put("connector.class", "org.lsst.efd.connect.telemetry.TelemetrySourceConnector");
        config.put("mode", mode);
        config.put("tasks.max", Integer.toString(TASKS));
        config.put("exactly.once.support", "required");
        config.put("value.converter", AvroConverter.class.getName());
        return config;
    }

    private static Map<String, String> converterSettings(LocalStack stack, String prefix) {
        return Map.of(prefix + "schema.registry.url", stack.registry(SITE).url());
    }

    private int watch(LocalStack stack, List<String> connectors) throws Exception {
        LiveTable table = new LiveTable(System.out, isTerminal, width());
        int stepsPerTable = isTerminal ? 1 : 5;
        try (AvroConverter converter = new AvroConverter();
                Watch watch = watch(stack, converter)) {
            long begin = System.nanoTime();
            long firstRecord = 0;
            for (int step = 1; firstRecord == 0 || !isOver(firstRecord); step++) {
                watch.countFor(STEP);
                long now = System.nanoTime();
                if (firstRecord == 0 && watch.records() > 0) {
                    firstRecord = now;
                }
                if (step % stepsPerTable == 0) {
                    table.show(watch.tallies(), headline(watch, now - begin));
                    failWhenBroken(stack, connectors);
                }
                if (watch.records() == 0 && now - begin > SILENCE_LIMIT.toNanos()) {
                    throw new StackException("nothing has flowed in " + SILENCE_LIMIT.toSeconds()
                            + " seconds; --keep leaves the logs of the workers");
                }
            }
            System.out.printf(
                    "%,d records of %d topics flowed.%n",
                    watch.records(), watch.tallies().size());
        }
        return 0;
    }

    private static Watch watch(LocalStack stack, AvroConverter converter) {
        converter.configure(converterSettings(stack, ""), false);
        return new Watch(stack.cluster(SITE).bootstrapServers(), new RecordText(converter));
    }

    private boolean isOver(long firstRecord) {
        return seconds != null
                && System.nanoTime() - firstRecord
                        >= Duration.ofSeconds(seconds).toNanos();
    }

    private static void failWhenBroken(LocalStack stack, List<String> connectors) {
        for (String connector : connectors) {
            Optional<ConnectorStatus> status = stack.connect(SITE).rest().status(connector);
            String failures = status.map(ConnectorStatus::failures).orElse("");
            if (!failures.isEmpty()) {
                throw new StackException("connector " + connector + " failed: " + failures);
            }
        }
    }

    private static void announce(LocalStack stack) {
        System.out.println("  Kafka     " + stack.cluster(SITE).bootstrapServers());
        System.out.println("  registry  " + stack.registry(SITE).url());
        stack.connect(SITE).workers().forEach(worker -> System.out.println("  worker    " + worker.url()));
        System.out.println("  logs      " + stack.directory().resolve("logs"));
        System.out.println();
    }

    private String headline(Watch watch, long elapsedNs) {
        long elapsed = Duration.ofNanos(elapsedNs).toSeconds();
        String end = seconds == null ? "Ctrl-C ends" : "ends after " + seconds + " s";
        return String.format(
                "EFD Connect   %02d:%02d   %d topics   %,d committed records   (%s)",
                elapsed / 60, elapsed % 60, watch.tallies().size(), watch.records(), end);
    }

    private static int width() {
        String columns = System.getenv().getOrDefault("COLUMNS", "");
        return columns.matches("\\d{1,4}") ? Integer.parseInt(columns) : DEFAULT_WIDTH;
    }
}
