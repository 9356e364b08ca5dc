package org.lsst.efd.quickstart;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.quickstart.audit.AuditResult;
import org.lsst.efd.quickstart.chaos.Chaos;
import org.lsst.efd.quickstart.page.Page;
import org.lsst.efd.quickstart.page.Pictures;
import org.lsst.efd.quickstart.process.BackgroundProcess;
import org.lsst.efd.quickstart.process.StackException;
import org.lsst.efd.quickstart.stack.LocalStack;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code bin/quickstart}: starts the whole picture, lets telemetry flow, shows it, and audits it. */
@Command(
        name = "quickstart",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Starts two Kafka clusters, three schema registries, two Connect workers, InfluxDB and a database"
                + " on this machine, lets telemetry flow through all of them and into Parquet files, and shows it in a"
                + " live table. Ctrl-C ends it and removes everything.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the audit is clean", "1:the audit found a difference, or something failed", "2:usage"})
public final class Quickstart implements Callable<Integer> {
    private static final int DEFAULT_WIDTH = 120;

    @Mixin
    private final Telemetry telemetry = new Telemetry();

    @Mixin
    private final Database database = new Database();

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "Ends production after this many seconds, and audits every place. Without it, Ctrl-C ends.")
    private @Nullable Integer seconds;

    @Option(
            names = "--chaos",
            description = "Kills and restarts workers, brokers, registries, InfluxDB and the database at random.")
    private boolean isChaotic;

    @Option(names = "--seed", paramLabel = "N", description = "Where the chance of --chaos starts.")
    private long seed = ThreadLocalRandom.current().nextInt(1_000_000);

    @Option(
            names = "--keep",
            description = "Leaves everything running after the audit, with the addresses printed, until Ctrl-C.")
    private boolean isKept;

    @Option(
            names = "--open",
            description =
                    "Writes a page with pictures of the run and the audit, and opens it where there is a browser.")
    private boolean isOpened;

    @Option(names = "--page", paramLabel = "FILE", description = "Where that page is written (target/quickstart.html).")
    private Path page = Path.of("target", "quickstart.html");

    // Java cannot tell reliably, the script can
    private final boolean isTerminal = Boolean.getBoolean("efd.terminal");
    private final PrintStream out = System.out;

    /** Ends the process with 0 when the audit is clean, with 1 when not, and with 2 when an option is wrong. */
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
        Optional<Path> replayed = telemetry.replayed();
        if (replayed.isPresent() && !Files.isDirectory(replayed.get())) {
            throw new StackException("--replay: there is no directory " + replayed.get());
        }
        out.println("EFD Connect: two sites with Kafka and registry, two Connect workers, InfluxDB, database, files");
        try (LocalStack stack = Installation.start(database)) {
            Installation installation = Installation.on(stack, telemetry, database);
            try {
                out.println("Deploying the connectors (connect-manager apply -f quickstart/connectors/…)");
                installation.deploy();
                installation.addresses().forEach(line -> out.println("  " + line));
                out.println();
                return flow(installation, stack);
            } catch (StackException e) {
                return keptAfter(e, installation);
            }
        }
    }

    private int flow(Installation installation, LocalStack stack) throws Exception {
        OptionalInt limit = seconds == null ? OptionalInt.empty() : OptionalInt.of(seconds);
        Run.Screen screen = new Run.Screen(out, isTerminal, width());
        // until the last record is everywhere: what failed late must still deliver
        Optional<BackgroundProcess> restarts =
                isChaotic ? Optional.of(installation.manager().keepRunning()) : Optional.empty();
        try (Run run = new Run(installation, limit, !isChaotic, screen)) {
            List<String> summary = new ArrayList<>();
            if (isChaotic) {
                summary.add(chaoticFlow(stack, run));
            } else {
                run.flow();
            }
            AuditResult result = run.audit();
            summary.add(String.format(Locale.ROOT, "%,d records were produced.", run.produced()));
            summary.add("Production at the Summit to query result in InfluxDB at the LDF: " + run.latency());
            summary.add(result.isClean() ? "The audit is clean." : "The audit found differences.");
            tell(summary, result);
            if (isOpened || isTerminal) {
                writePage(installation, summary, result);
            }
            keep(installation);
            return result.isClean() ? 0 : 1;
        } finally {
            restarts.ifPresent(BackgroundProcess::close);
        }
    }

    /** Lets telemetry flow while components are killed, and says what was killed. */
    private String chaoticFlow(LocalStack stack, Run run) throws InterruptedException {
        out.println("Chaos with --seed " + seed);
        try (Chaos chaos = new Chaos(stack.components(), seed, line -> out.println("  " + line))) {
            run.flow();
            return "Killed and restarted, seed " + seed + ": " + chaos.kills();
        }
    }

    private void tell(List<String> summary, AuditResult result) {
        out.println();
        result.table().forEach(out::println);
        result.differences().forEach(out::println);
        summary.forEach(out::println);
    }

    private void writePage(Installation installation, List<String> summary, AuditResult result) throws Exception {
        Path file = CallersDirectory.resolve(page);
        Pictures pictures = new Pictures(installation.influxDb(), installation.parquet());
        List<String> topics =
                result.records().stream().map(finding -> finding.topic()).toList();
        Page.write(file, summary, pictures.of(topics), result);
        out.println("Page: " + file.toUri());
        if (isOpened && (System.getenv("DISPLAY") != null || System.getenv("WAYLAND_DISPLAY") != null)) {
            try {
                new ProcessBuilder("xdg-open", file.toString()).start();
            } catch (IOException e) {
                out.println("No browser was found to open it with.");
            }
        }
    }

    private int keptAfter(StackException failure, Installation installation) throws InterruptedException {
        if (!isKept) {
            throw failure;
        }
        out.println(failure.getMessage());
        keep(installation);
        return 1;
    }

    private void keep(Installation installation) throws InterruptedException {
        if (isKept) {
            out.println("Everything is left running; Ctrl-C ends it and removes everything.");
            installation.addresses().forEach(line -> out.println("  " + line));
            new CountDownLatch(1).await();
        }
    }

    private static int width() {
        String columns = System.getenv().getOrDefault("COLUMNS", "");
        return columns.matches("\\d{1,4}") ? Integer.parseInt(columns) : DEFAULT_WIDTH;
    }
}
