package org.lsst.efd.quickstart;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.lsst.efd.quickstart.audit.Audit;
import org.lsst.efd.quickstart.deploy.Deployment;
import org.lsst.efd.quickstart.stack.ConnectCluster;
import org.lsst.efd.quickstart.stack.KafkaCluster;
import org.lsst.efd.quickstart.stack.LocalStack;
import org.lsst.efd.quickstart.stage.Form;
import org.lsst.efd.quickstart.stage.Site;
import org.lsst.efd.quickstart.stage.Stage;
import org.lsst.efd.quickstart.stores.InfluxQuery;
import org.lsst.efd.quickstart.stores.InfluxStore;
import org.lsst.efd.quickstart.stores.JdbcStore;
import org.lsst.efd.quickstart.stores.KafkaStore;
import org.lsst.efd.quickstart.stores.ParquetStore;
import org.lsst.efd.quickstart.stores.Store;

/** The whole picture on this machine: two sites, two Connect nodes, and the stores. */
final class Installation {
    private static final Path CONNECTOR_FILES = Path.of(
                    System.getProperty("efd.connectors.directory", "quickstart/connectors"))
            .toAbsolutePath();

    /** The connectors behind the telemetry, in the order in which records pass them. */
    private static final List<String> CONNECTORS = List.of(
            "influxdb-summit",
            "replication",
            "aggregator",
            "influxdb-full",
            "influxdb-aggregated",
            "database-full",
            "database-aggregated",
            "parquet-full",
            "parquet-aggregated");

    private static final String SUMMIT = "summit";
    private static final String LDF = "ldf";
    private static final String SECONDARY = "secondary";

    private final LocalStack stack;
    private final Telemetry telemetry;
    private final Database.Login database;
    private final Deployment manager;

    private Installation(LocalStack stack, Telemetry telemetry, Database database) {
        this.stack = stack;
        this.telemetry = telemetry;
        this.database = database.login(stack);
        this.manager = new Deployment(stack, connect());
    }

    /** Starts everything but the connectors; who gets the stack closes it. */
    static LocalStack start(Database database) {
        var plan = LocalStack.builder()
                .cluster(SUMMIT, options -> options.jvm("-Xmx512m"))
                .cluster(LDF, options -> options.jvm("-Xmx512m"))
                .registry(SUMMIT)
                .registry(LDF)
                .registry(SECONDARY)
                .workers(LDF, LDF, 2, options -> options.jvm("-Xmx1g"))
                .influxDb();
        if (database.isEmbedded()) {
            plan.h2();
        }
        return plan.start();
    }

    /** What stands on a stack that runs. */
    static Installation on(LocalStack stack, Telemetry telemetry, Database database) {
        return new Installation(stack, telemetry, database);
    }

    /** Deploys the connector files; production begins last, so that nothing waits for it. */
    void deploy() {
        manager.apply(files(CONNECTORS), variables());
        manager.apply(files(List.of(telemetry.connector())), variables());
    }

    /** Ends production: what is committed when this returns is all that was produced. */
    void endProduction() {
        manager.run("stop", telemetry.connector());
        connect().rest().awaitState(telemetry.connector(), "STOPPED");
    }

    /** Lets the aggregator close the last windows soon: nothing will follow them. */
    void closeLastWindows() {
        manager.run("set", "aggregator", "aggregate.window.idle.timeout.ms=2000");
    }

    /** What passes what, in this order. */
    List<Stage> stages() {
        return List.of(
                topics("produced at Summit", Form.RECORDS, Site.SUMMIT, telemetry.connector()),
                new Stage.Sink("InfluxDB at Summit", Form.RECORDS, Site.SUMMIT, "influxdb-summit"),
                topics("replicated to LDF", Form.RECORDS, Site.LDF, "replication"),
                topics("windows in Kafka", Form.WINDOWS, Site.LDF, "aggregator"),
                new Stage.Sink("InfluxDB records", Form.RECORDS, Site.LDF, "influxdb-full"),
                new Stage.Sink("InfluxDB windows", Form.WINDOWS, Site.LDF, "influxdb-aggregated"),
                new Stage.Sink("database records", Form.RECORDS, Site.LDF, "database-full"),
                new Stage.Sink("database windows", Form.WINDOWS, Site.LDF, "database-aggregated"),
                new Stage.Sink("Parquet records", Form.RECORDS, Site.LDF, "parquet-full"),
                new Stage.Sink("Parquet windows", Form.WINDOWS, Site.LDF, "parquet-aggregated"));
    }

    /** The comparison of everything with what was produced. */
    Audit audit() {
        KafkaStore ldf = new KafkaStore("Kafka at LDF", cluster(Site.LDF), registry(LDF), registry(SECONDARY));
        Store influx = new InfluxStore("InfluxDB", influxDb(), "autogen");
        InfluxQuery atSummit = new InfluxQuery(stack.influxDb().url(), "efd_summit");
        Store summit = new InfluxStore("Summit InfluxDB", atSummit, "autogen");
        Store jdbc = new JdbcStore(database.url(), database.user(), database.password());
        Map<Form, List<Store>> stores = new EnumMap<>(Form.class);
        stores.put(
                Form.RECORDS,
                filled(Map.of(
                        "influxdb-summit", summit,
                        "replication", ldf,
                        "influxdb-full", influx,
                        "database-full", jdbc,
                        "parquet-full", parquet())));
        stores.put(
                Form.WINDOWS,
                filled(Map.of(
                        "aggregator", ldf,
                        "influxdb-aggregated", influx,
                        "database-aggregated", jdbc,
                        "parquet-aggregated", parquet())));
        return new Audit(cluster(Site.SUMMIT), registry(SUMMIT), stores);
    }

    /** The database at the LDF that queries go to. */
    InfluxQuery influxDb() {
        return new InfluxQuery(stack.influxDb().url(), "efd");
    }

    /** The Parquet files. */
    ParquetStore parquet() {
        return new ParquetStore(parquetDirectory());
    }

    /** The Kafka cluster of a site. */
    KafkaCluster cluster(Site site) {
        return switch (site) {
            case SUMMIT -> stack.cluster(SUMMIT);
            case LDF -> stack.cluster(LDF);
        };
    }

    /** The two nodes that run every connector. */
    ConnectCluster connect() {
        return stack.connect(LDF);
    }

    /** The command line on them. */
    Deployment manager() {
        return manager;
    }

    /** Where everything is, a line each. */
    List<String> addresses() {
        List<String> lines = new ArrayList<>();
        lines.add("Kafka      Summit " + cluster(Site.SUMMIT).bootstrapServers() + "   LDF "
                + cluster(Site.LDF).bootstrapServers());
        lines.add("registries Summit " + registry(SUMMIT));
        lines.add("           LDF " + registry(LDF));
        lines.add("           windows " + registry(SECONDARY));
        connect().workers().forEach(worker -> lines.add("worker     " + worker.url()));
        lines.add("InfluxDB   " + stack.influxDb().url() + "   databases efd, efd_summit");
        lines.add("database   " + database.url() + "   user " + database.user());
        lines.add("Parquet    " + parquetDirectory());
        lines.add("logs       " + stack.directory().resolve("logs"));
        return lines;
    }

    private Map<String, String> variables() {
        Map<String, String> variables = new TreeMap<>(telemetry.variables());
        variables.put("summit_kafka", cluster(Site.SUMMIT).bootstrapServers());
        variables.put("ldf_kafka", cluster(Site.LDF).bootstrapServers());
        variables.put("summit_registry", registry(SUMMIT));
        variables.put("ldf_registry", registry(LDF));
        variables.put("secondary_registry", registry(SECONDARY));
        variables.put("influxdb", stack.influxDb().url());
        variables.put("jdbc_url", database.url());
        variables.put("jdbc_user", database.user());
        variables.put("jdbc_password", database.password());
        variables.put("parquet_url", parquetDirectory().toUri().toString());
        return variables;
    }

    /** The stores that a connector fills, in the order of the connectors. */
    private List<Store> filled(Map<String, Store> stores) {
        return CONNECTORS.stream()
                .flatMap(connector -> Optional.ofNullable(stores.get(connector)).stream())
                .toList();
    }

    private static Stage topics(String title, Form form, Site site, String connector) {
        return new Stage.Topics(title, form, site, List.of(connector));
    }

    private String registry(String name) {
        return stack.registry(name).url();
    }

    private Path parquetDirectory() {
        return stack.directory().resolve("parquet");
    }

    private static List<Path> files(List<String> connectors) {
        return connectors.stream()
                .map(name -> CONNECTOR_FILES.resolve(name + ".json"))
                .toList();
    }
}
