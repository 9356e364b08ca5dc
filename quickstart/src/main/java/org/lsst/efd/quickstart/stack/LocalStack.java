package org.lsst.efd.quickstart.stack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.quickstart.artifacts.Artifacts;
import org.lsst.efd.quickstart.connect.ConnectRest;
import org.lsst.efd.quickstart.process.Await;
import org.lsst.efd.quickstart.process.StackDirectory;
import org.lsst.efd.quickstart.process.StackException;
import org.lsst.efd.quickstart.proxy.TcpProxy;

/**
 * Real components on this machine: Kafka clusters, schema registries, Connect workers and databases, each a process of
 * its own on a free port, below one temporary directory. They are up when {@code start} returns, and gone, with the
 * directory, after {@link #close}, after Ctrl-C, and after this process is killed.
 *
 * <pre>{@code
 * try (LocalStack stack = LocalStack.builder()
 *         .cluster("summit").cluster("ldf", options -> options.proxied())
 *         .registry("ldf")
 *         .workers("ldf", 2)
 *         .influxDb()
 *         .start()) {
 *     ConnectCluster connect = stack.connect("ldf");
 *     connect.rest().put("telemetry", Map.of("connector.class", "…", "…", stack.registry("ldf").url()));
 *     ConnectorStatus status = connect.rest().awaitRunning("telemetry", 1);
 *     connect.worker(status.tasks().get(0).workerId()).kill();
 *     stack.cluster("ldf").proxy().cut();
 *     List<ConsumerRecord<byte[], byte[]>> records = stack.cluster("ldf").records("topic");
 * }
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class LocalStack implements AutoCloseable {
    private static final int ERRORS_TOLD = 12;

    private final StackDirectory directory;
    private final boolean keepsDirectory;
    private final Consumer<String> progress;
    private final Ground ground;
    private final Map<String, KafkaCluster> clusters = new ConcurrentHashMap<>();
    private final Map<String, KafkaBroker> brokers = new ConcurrentHashMap<>();
    private final Map<String, SchemaRegistry> registries = new ConcurrentHashMap<>();
    private final Map<String, ConnectCluster> connects = new ConcurrentHashMap<>();
    private final Map<String, Component> servers = new ConcurrentHashMap<>();
    private final List<Component> components = new CopyOnWriteArrayList<>();
    private final Thread onExit = new Thread(() -> stopEverything(() -> {}), "stack-exit");
    private final int waitsBefore = Await.timesRanOut();
    private volatile boolean isStarted;
    private boolean isClosed; // guarded by this

    private LocalStack(LocalStackBuilder plan) {
        this.directory = StackDirectory.create();
        this.keepsDirectory = plan.keepsDirectory;
        this.progress = plan.progress;
        this.ground =
                new Ground(directory, new Artifacts(plan.cache, progress), new ClassArchives(directory, progress));
    }

    /** A description of a stack, empty so far. */
    public static LocalStackBuilder builder() {
        return new LocalStackBuilder();
    }

    static LocalStack start(LocalStackBuilder plan) {
        LocalStack stack = new LocalStack(plan);
        Runtime.getRuntime().addShutdownHook(stack.onExit);
        try {
            stack.startAll(plan);
            stack.isStarted = true;
            return stack;
        } catch (Throwable failure) {
            stack.close();
            throw failure;
        }
    }

    /** The Kafka cluster of this name. */
    public KafkaCluster cluster(String name) {
        return known(clusters.get(name), "Kafka cluster " + name);
    }

    /** The second broker of the Kafka cluster of this name. */
    public KafkaBroker secondBroker(String cluster) {
        return known(brokers.get(cluster), "second broker of Kafka cluster " + cluster);
    }

    /** The schema registry of this name. */
    public SchemaRegistry registry(String name) {
        return known(registries.get(name), "schema registry " + name);
    }

    /** The Connect cluster of this name. */
    public ConnectCluster connect(String name) {
        return known(connects.get(name), "Connect cluster " + name);
    }

    /** The InfluxDB server. */
    public InfluxDb influxDb() {
        return (InfluxDb) known(servers.get("influxdb"), "InfluxDB");
    }

    /** The PostgreSQL server. */
    public SqlDatabase postgres() {
        return (SqlDatabase) known(servers.get("postgres"), "PostgreSQL");
    }

    /** The MariaDB server. */
    public SqlDatabase mariaDb() {
        return (SqlDatabase) known(servers.get("mariadb"), "MariaDB");
    }

    /** The H2 server, which behaves as Oracle as far as it can. */
    public SqlDatabase h2() {
        return (SqlDatabase) known(servers.get("h2"), "H2");
    }

    /** All components, in the order in which they were made. */
    public List<Component> components() {
        return List.copyOf(components);
    }

    /** Where the components keep data and logs. */
    public Path directory() {
        return directory.root();
    }

    /** Stops everything and removes the directory. A second call does nothing. */
    @Override
    public void close() {
        stopEverything(this::archiveClasses);
        try {
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (IllegalStateException e) {
            // this process is ending: the hook runs, and finds nothing to do
            return;
        }
    }

    /** @param afterwards what is done with the directory before it is removed */
    private synchronized void stopEverything(Runnable afterwards) {
        if (isClosed) {
            return;
        }
        isClosed = true;
        if (Await.timesRanOut() > waitsBefore) {
            // the logs are gone when somebody asks why
            connects.values().stream().filter(ConnectCluster::isAwake).forEach(this::tellConnectors);
            components.forEach(this::tellErrors);
        }
        List<Component> latestFirst = new ArrayList<>(components);
        Collections.reverse(latestFirst);
        for (Component component : latestFirst) {
            component.proxyIfAny().ifPresent(TcpProxy::close);
            component.process().close();
        }
        afterwards.run();
        if (keepsDirectory) {
            progress.accept("Stopped; logs and data are left in " + directory.root());
        } else {
            directory.delete();
            progress.accept("Stopped, and everything removed");
        }
    }

    private void archiveClasses() {
        // without a worker most of what is in Kafka's jars was not loaded
        if (isStarted && !connects.isEmpty()) {
            ground.archives().make();
        }
    }

    private void tellConnectors(ConnectCluster cluster) {
        try {
            ConnectRest rest = cluster.rest();
            rest.connectors().forEach(name -> progress.accept("  " + name + ": " + rest.status(name)));
        } catch (StackException noAnswer) {
            progress.accept("  no connectors are told: " + noAnswer.getMessage());
        }
    }

    private void tellErrors(Component component) {
        for (String line : component.process().lastErrors(ERRORS_TOLD)) {
            progress.accept("  " + component.process().name() + ": " + line);
        }
    }

    private void startAll(LocalStackBuilder plan) {
        Startup startup = new Startup(progress);
        startup.run(firstFloor(plan));
        Map<String, Callable<Component>> secondFloor = new LinkedHashMap<>();
        plan.brokers.forEach((cluster, options) -> secondFloor.put(
                "second broker of Kafka cluster " + cluster,
                () -> add(brokers, cluster, BrokerPlan.prepareBroker(ground, cluster, cluster(cluster), options))));
        plan.workers.forEach((name, workers) -> secondFloor.putAll(workers(name, workers, plan)));
        startup.run(secondFloor);
    }

    /** Everything that needs nothing else to run. */
    private Map<String, Callable<Component>> firstFloor(LocalStackBuilder plan) {
        Map<String, Callable<Component>> starts = new LinkedHashMap<>();
        plan.clusters.forEach((name, options) -> starts.put(
                "Kafka cluster " + name, () -> add(clusters, name, BrokerPlan.prepare(ground, name, options))));
        plan.registries.forEach((name, options) -> starts.put(
                "schema registry " + name, () -> add(registries, name, SchemaRegistry.prepare(ground, name, options))));
        plan.influxDb.ifPresent(
                options -> starts.put("InfluxDB", () -> add(servers, "influxdb", InfluxDb.prepare(ground, options))));
        plan.postgres.ifPresent(options ->
                starts.put("PostgreSQL", () -> add(servers, "postgres", PostgresPlan.prepare(ground, options))));
        plan.mariaDb.ifPresent(
                options -> starts.put("MariaDB", () -> add(servers, "mariadb", MariaDbPlan.prepare(ground, options))));
        plan.h2.ifPresent(options -> starts.put("H2", () -> add(servers, "h2", H2Plan.prepare(ground, options))));
        return starts;
    }

    private Map<String, Callable<Component>> workers(
            String name, LocalStackBuilder.Workers workers, LocalStackBuilder plan) {
        Map<String, Callable<Component>> starts = new LinkedHashMap<>();
        List<ConnectWorker> all = new ArrayList<>();
        for (int number = 0; number < workers.count(); number++) {
            ConnectWorker worker = WorkerPlan.prepare(
                    ground, name, number, cluster(workers.cluster()), plan.plugins, workers.options());
            all.add(worker);
            starts.put("Connect worker " + name + "-" + number, () -> add(new ConcurrentHashMap<>(), name, worker));
        }
        connects.put(name, new ConnectCluster(all));
        return starts;
    }

    /** Makes the component known before it is started, so that it is stopped whatever happens. */
    private <T extends Component> T add(Map<String, ? super T> handles, String name, T component) {
        handles.put(name, component);
        synchronized (this) {
            if (isClosed) {
                component.proxyIfAny().ifPresent(TcpProxy::close);
                throw new StackException("the stack was closed while it started");
            }
            components.add(component);
        }
        component.start();
        return component;
    }

    private static <T> T known(@Nullable T handle, String what) {
        return Optional.ofNullable(handle).orElseThrow(unknown(what));
    }

    private static Supplier<StackException> unknown(String what) {
        return () -> new StackException("this stack has no " + what);
    }
}
