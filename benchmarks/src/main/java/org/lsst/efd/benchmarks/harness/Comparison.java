package org.lsst.efd.benchmarks.harness;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Contenders on the same records, and what is claimed of them.
 *
 * @param name as given to {@code bin/benchmark}
 * @param description one line
 * @param environment what all contenders share, such as a running database; started once
 * @param contenders in the order of the table
 * @param ratios the claims
 * @param rounds how often and how long, unless asked otherwise
 * @param remarks what else there is to say; asked once, after the rounds
 */
public record Comparison(
        String name,
        String description,
        Environment environment,
        List<Contender> contenders,
        List<Ratio> ratios,
        Rounds rounds,
        Callable<List<String>> remarks) {
    /** A comparison of as many rounds as figures to quote need. */
    public Comparison(
            String name,
            String description,
            Environment environment,
            List<Contender> contenders,
            List<Ratio> ratios,
            Callable<List<String>> remarks) {
        this(
                name,
                description,
                environment,
                contenders,
                ratios,
                environment == Environment.NONE ? Rounds.FULL : Rounds.FULL_WITH_SERVERS,
                remarks);
    }

    /** A comparison without remarks. */
    public Comparison(
            String name, String description, Environment environment, List<Contender> contenders, List<Ratio> ratios) {
        this(name, description, environment, contenders, ratios, List::of);
    }

    public Comparison {
        contenders = List.copyOf(contenders);
        ratios = List.copyOf(ratios);
        if (contenders.stream().map(Contender::name).distinct().count() != contenders.size()) {
            throw new IllegalArgumentException(name + " has two contenders of one name");
        }
    }

    /** The same with the contenders whose names match, and the claims about them. */
    public Comparison only(Pattern wanted) {
        List<Contender> some = contenders.stream()
                .filter(contender -> wanted.matcher(contender.name()).matches())
                .toList();
        Set<String> names = some.stream().map(Contender::name).collect(Collectors.toSet());
        List<Ratio> claims = ratios.stream()
                .filter(ratio -> names.contains(ratio.ours()) && names.contains(ratio.other()))
                .toList();
        return new Comparison(name, description, environment, some, claims, rounds, List::of);
    }

    public Contender contender(String contenderName) {
        return contenders.stream()
                .filter(contender -> contender.name().equals(contenderName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + " has no contender " + contenderName));
    }

    /** Components that run beside the contenders' JVMs for the length of a comparison. */
    @FunctionalInterface
    public interface Environment {
        /** Nothing runs beside. */
        Environment NONE = () -> new Running(Map.of(), () -> null);

        Running start() throws Exception;

        /**
         * A started environment.
         *
         * @param properties system properties of the contenders' JVMs, such as a server's address
         * @param stop stops it
         */
        record Running(Map<String, String> properties, Callable<?> stop) {}
    }
}
