package org.lsst.efd.connect.manager.command;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.manager.outcome.CommandFailure;
import org.lsst.efd.connect.manager.rest.ConnectCluster;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The connectors a command is about: names, a regular expression, or all. */
final class NameSelection {
    @Parameters(arity = "0..*", paramLabel = "NAME", description = "Connectors.")
    List<String> given = new ArrayList<>();

    @Option(names = "--match", paramLabel = "REGEX", description = "All connectors whose whole name matches.")
    @Nullable
    String match;

    @Option(names = "--all", description = "All connectors.")
    boolean all;

    boolean isEmpty() {
        return given.isEmpty() && match == null && !all;
    }

    /** The selected names; those that were given need not exist. */
    List<String> names(ConnectCluster cluster) {
        if (isEmpty()) {
            throw CommandFailure.usage("Name the connectors, or select them by --match REGEX or --all");
        }
        if (!given.isEmpty()) {
            if (match != null || all) {
                throw CommandFailure.usage("Names, --match and --all exclude each other");
            }
            return given.stream().distinct().toList();
        }
        Pattern pattern = pattern();
        return cluster.names().stream()
                .filter(name -> pattern.matcher(name).matches())
                .sorted()
                .toList();
    }

    /** Whether a connector is selected; where nothing is said, all are. */
    Predicate<String> filter() {
        if (!given.isEmpty()) {
            return given::contains;
        }
        Pattern pattern = pattern();
        return name -> pattern.matcher(name).matches();
    }

    private Pattern pattern() {
        try {
            return match == null ? Pattern.compile(".*", Pattern.DOTALL) : Pattern.compile(match);
        } catch (PatternSyntaxException e) {
            throw CommandFailure.usage(
                    "--match " + e.getPattern() + " is no regular expression: " + e.getDescription(), e);
        }
    }
}
