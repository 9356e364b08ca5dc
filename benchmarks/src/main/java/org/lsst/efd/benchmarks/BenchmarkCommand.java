package org.lsst.efd.benchmarks;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.benchmarks.harness.Comparison;
import org.lsst.efd.benchmarks.harness.Report;
import org.lsst.efd.benchmarks.harness.Rounds;
import org.lsst.efd.benchmarks.harness.Runner;
import picocli.CommandLine;

/** {@code bin/benchmark NAME [--quick]}. */
@CommandLine.Command(
        name = "benchmark",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs one comparison: ours, the peer and the limit in alternation, in fresh JVMs.")
final class BenchmarkCommand implements Callable<Integer> {
    @CommandLine.Parameters(arity = "0..1", paramLabel = "NAME", description = "the comparison to run")
    private @Nullable String name;

    @CommandLine.Option(names = "--list", description = "name the comparisons and end")
    private boolean isList;

    @CommandLine.Option(names = "--quick", description = "one short round: shows that it works, not how fast it is")
    private boolean isQuick;

    @CommandLine.Option(
            names = "--only",
            paramLabel = "REGEX",
            description = "only the contenders whose whole names match, for example '1kB/1/.*'")
    private @Nullable Pattern only;

    @CommandLine.Option(
            names = "--rounds",
            paramLabel = "N",
            description = "so many rounds instead of five; figures to quote need five")
    private @Nullable Integer roundCount;

    @CommandLine.Option(
            names = "--output",
            defaultValue = "benchmarks/target/results",
            description = "directory of the JSON results (default: ${DEFAULT-VALUE})")
    private Path output = Path.of("benchmarks", "target", "results");

    private BenchmarkCommand() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new BenchmarkCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        String wanted = name;
        if (isList || wanted == null) {
            Comparisons.all()
                    .forEach(
                            comparison -> System.out.printf("%-20s %s%n", comparison.name(), comparison.description()));
            return isList ? 0 : 2;
        }
        Comparison all = Comparisons.named(wanted);
        Comparison comparison = only == null ? all : all.only(only);
        Rounds preset = isQuick ? Rounds.QUICK : comparison.rounds();
        Rounds rounds = roundCount == null ? preset : new Rounds(roundCount, preset.warmUp(), preset.measured());
        Report report = new Report(comparison, new Runner(rounds, System.err).medians(comparison));
        report.print(System.out);
        comparison.remarks().call().forEach(System.out::println);
        System.out.println("written to " + report.write(output));
        return 0;
    }
}
