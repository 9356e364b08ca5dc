package org.lsst.efd.quickstart.stack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.lsst.efd.quickstart.artifacts.Artifacts;

/** Says what a {@link LocalStack} consists of. Not thread-safe. */
public final class LocalStackBuilder {
    final Map<String, ComponentOptions> clusters = new LinkedHashMap<>();
    final Map<String, ComponentOptions> brokers = new LinkedHashMap<>();
    final Map<String, ComponentOptions> registries = new LinkedHashMap<>();
    final Map<String, Workers> workers = new LinkedHashMap<>();
    final List<Path> plugins = new ArrayList<>();
    Optional<ComponentOptions> influxDb = Optional.empty();
    Optional<ComponentOptions> postgres = Optional.empty();
    Optional<ComponentOptions> mariaDb = Optional.empty();
    Optional<ComponentOptions> h2 = Optional.empty();
    Consumer<String> progress = System.out::println;
    Path cache = Artifacts.userCache();
    boolean keepsDirectory = Boolean.getBoolean("efd.stack.keep");

    LocalStackBuilder() {
        String built = System.getProperty("efd.plugins.directory");
        if (built != null) {
            plugins.add(Path.of(built));
        }
    }

    /** The workers of one Connect cluster. */
    record Workers(String cluster, int count, ComponentOptions options) {}

    /** A Kafka cluster of one node. */
    public LocalStackBuilder cluster(String name) {
        return cluster(name, UnaryOperator.identity());
    }

    /** A Kafka cluster of one node; settings are properties of the broker. */
    public LocalStackBuilder cluster(String name, UnaryOperator<ComponentOptions> options) {
        clusters.put(name, options.apply(ComponentOptions.none()));
        return this;
    }

    /**
     * A second broker of the Kafka cluster of this name, under the {@code node.id} {@value KafkaBroker#ID}, behind a proxy
     * where the first is, and without logins.
     */
    public LocalStackBuilder secondBroker(String cluster, UnaryOperator<ComponentOptions> options) {
        brokers.put(cluster, options.apply(ComponentOptions.none()));
        return this;
    }

    /** A schema registry. */
    public LocalStackBuilder registry(String name) {
        return registry(name, UnaryOperator.identity());
    }

    /** A schema registry; only proxies and options of the Java virtual machine apply. */
    public LocalStackBuilder registry(String name, UnaryOperator<ComponentOptions> options) {
        registries.put(name, options.apply(ComponentOptions.none()));
        return this;
    }

    /** A Connect cluster of this many workers, named as the Kafka cluster that it keeps its state in. */
    public LocalStackBuilder workers(String cluster, int count) {
        return workers(cluster, cluster, count, UnaryOperator.identity());
    }

    /** A Connect cluster with a name of its own; settings are properties of the workers. */
    public LocalStackBuilder workers(String name, String cluster, int count, UnaryOperator<ComponentOptions> options) {
        workers.put(name, new Workers(cluster, count, options.apply(ComponentOptions.none())));
        return this;
    }

    /**
     * Directories of plugin directories for the workers' {@code plugin.path}. Without this call it is the directory
     * that the build's tests get in the system property {@code efd.plugins.directory}.
     */
    public LocalStackBuilder plugins(Path... directories) {
        plugins.clear();
        plugins.addAll(List.of(directories));
        return this;
    }

    /** An InfluxDB server. */
    public LocalStackBuilder influxDb() {
        return influxDb(UnaryOperator.identity());
    }

    /** An InfluxDB server; settings are {@code section.key} of its configuration, with values as TOML writes them. */
    public LocalStackBuilder influxDb(UnaryOperator<ComponentOptions> options) {
        influxDb = Optional.of(options.apply(ComponentOptions.none()));
        return this;
    }

    /** A PostgreSQL server. */
    public LocalStackBuilder postgres() {
        return postgres(UnaryOperator.identity());
    }

    /** A PostgreSQL server; settings are those of {@code postgresql.conf}. */
    public LocalStackBuilder postgres(UnaryOperator<ComponentOptions> options) {
        postgres = Optional.of(options.apply(ComponentOptions.none()));
        return this;
    }

    /** A MariaDB server. */
    public LocalStackBuilder mariaDb() {
        return mariaDb(UnaryOperator.identity());
    }

    /** A MariaDB server; settings are options of {@code mariadbd}, without the dashes. */
    public LocalStackBuilder mariaDb(UnaryOperator<ComponentOptions> options) {
        mariaDb = Optional.of(options.apply(ComponentOptions.none()));
        return this;
    }

    /** An H2 server in the mode of Oracle. */
    public LocalStackBuilder h2() {
        return h2(UnaryOperator.identity());
    }

    /** An H2 server in the mode of Oracle; only proxies and options of the Java virtual machine apply. */
    public LocalStackBuilder h2(UnaryOperator<ComponentOptions> options) {
        h2 = Optional.of(options.apply(ComponentOptions.none()));
        return this;
    }

    /** Tells a line for each step to this consumer, from several threads, instead of the standard output. */
    public LocalStackBuilder progress(Consumer<String> lines) {
        progress = lines;
        return this;
    }

    /** Leaves the directory with logs and data in place when the stack is closed. */
    public LocalStackBuilder keepDirectory() {
        keepsDirectory = true;
        return this;
    }

    /**
     * Starts everything and returns when all of it answers.
     *
     * @throws org.lsst.efd.quickstart.process.StackException when a component does not start, with the end of its log;
     *     what had started is stopped
     */
    public LocalStack start() {
        return LocalStack.start(this);
    }
}
