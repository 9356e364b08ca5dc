package org.lsst.efd.benchmarks.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.lsst.efd.benchmarks.harness.Comparison;
import org.lsst.efd.benchmarks.harness.Contender;
import org.lsst.efd.benchmarks.harness.Ratio;
import org.lsst.efd.benchmarks.oracle.PlainLoop.Way;

/** The sink beside Debezium's and beside plain JDBC, on the same PostgreSQL and MariaDB. */
public final class OracleSinkComparison {
    private static final List<Integer> TOPICS = List.of(1, 50);
    private static final List<RowShape> SHAPES = List.of(RowShape.COLUMNS_302, RowShape.COLUMNS_8);
    /** The default of {@code buffer.max.bytes} and 128 MiB. */
    private static final List<String> SMALL_HEAP = List.of("-Xms128m", "-Xmx256m");

    private final List<Contender> contenders = new ArrayList<>();
    private final List<Ratio> ratios = new ArrayList<>();

    private OracleSinkComparison() {}

    public static Comparison create() {
        OracleSinkComparison comparison = new OracleSinkComparison();
        for (Server server : Server.values()) {
            for (boolean isUpsert : new boolean[] {false, true}) {
                for (RowShape shape : SHAPES) {
                    TOPICS.forEach(topics -> comparison.add(server, shape, topics, isUpsert));
                }
            }
        }
        comparison.guarantee();
        comparison.badRows();
        comparison.manyTables();
        comparison.versions();
        return new Comparison(
                "oracle-sink",
                "rows into PostgreSQL and MariaDB, beside Debezium's JDBC sink and plain JDBC",
                Server.environment(),
                comparison.contenders,
                comparison.ratios);
    }

    private void add(Server server, RowShape shape, int topics, boolean isUpsert) {
        String name = server.title() + (isUpsert ? "/upsert/" : "/insert/") + shape.title() + "/" + topics;
        contend(name + "/ours", () -> new OursWorkload(server, shape, topics, isUpsert, Map.of()));
        contend(name + "/debezium", () -> new DebeziumWorkload(server, shape, topics, isUpsert));
        contend(name + "/limit", () -> limit(server, shape, topics, isUpsert));
        ratios.add(Ratio.ofSpeed(
                name + "/over-debezium", name + "/ours", name + "/debezium", wanted(server, topics, isUpsert)));
        if (!isUpsert) {
            ratios.add(Ratio.ofSpeed(name + "/of-limit", name + "/ours", name + "/limit", 0.8));
        }
        if (shape == RowShape.COLUMNS_302 && topics == 1) {
            plain(server, shape, isUpsert, name);
            oneConnection(server, shape, isUpsert, name);
        }
    }

    /** What the second connection is worth. */
    private void oneConnection(Server server, RowShape shape, boolean isUpsert, String name) {
        contend(
                name + "/one-connection",
                () -> new OursWorkload(server, shape, 1, isUpsert, Map.of("connections", "1")));
        ratios.add(Ratio.ofSpeed(name + "/over-one-connection", name + "/ours", name + "/one-connection", 1.0));
    }

    /** The driver as it comes: {@code addBatch} of 1,000 rows. */
    private void plain(Server server, RowShape shape, boolean isUpsert, String name) {
        contend(name + "/add-batch", () -> new PlainLoop(server, shape, 1, isUpsert, Way.BATCH, ""));
        double wanted = server == Server.POSTGRESQL ? (isUpsert ? 1.1 : 3) : (isUpsert ? 3 : 1);
        ratios.add(Ratio.ofSpeed(name + "/over-add-batch", name + "/ours", name + "/add-batch", wanted));
        if (server == Server.MARIADB && !isUpsert) {
            contend(name + "/bulk-off", () -> new PlainLoop(server, shape, 1, false, Way.BATCH, "?useBulkStmts=false"));
            ratios.add(Ratio.ofSpeed(name + "/over-bulk-off", name + "/ours", name + "/bulk-off", 5));
        }
    }

    /** What positions in the database cost. */
    private void guarantee() {
        String name = "postgresql/insert/columns-302/1";
        contend(
                name + "/at-least-once",
                () -> new OursWorkload(
                        Server.POSTGRESQL,
                        RowShape.COLUMNS_302,
                        1,
                        false,
                        Map.of("delivery.guarantee", "at_least_once")));
        ratios.add(Ratio.ofSpeed(name + "/exactly-once", name + "/ours", name + "/at-least-once", 0.9));
    }

    /** What bad records cost, which somebody has to find among the good ones: the task, or the database. */
    private void badRows() {
        for (Server server : Server.values()) {
            for (Fault fault : Fault.values()) {
                if (server == Server.MARIADB || fault != Fault.NAN) {
                    badRows(server, fault);
                }
            }
        }
    }

    private void badRows(Server server, Fault fault) {
        RowShape shape = RowShape.COLUMNS_302;
        String name = server.title() + "/insert/columns-302/1/";
        String good = name + (fault == Fault.OVERFLOW ? "decimals" : fault.isOfKey() ? "keys" : "ours");
        if (fault == Fault.OVERFLOW || fault == Fault.NULL_KEY) {
            contend(good, () -> OursWorkload.faulty(server, shape, fault, 0));
        }
        Map.of(100_000, 0.8, 100, 0.2).forEach((oneIn, wanted) -> {
            String bad = name + fault.title() + "-1-in-" + oneIn;
            contend(bad, () -> OursWorkload.faulty(server, shape, fault, oneIn));
            ratios.add(Ratio.ofSpeed(bad + "-beside-none", bad, good, wanted));
        });
    }

    /** 200 topics of which each poll brings a few records; and 3,000 in a heap that has room for the buffer and little else. */
    private void manyTables() {
        RowShape shape = RowShape.COLUMNS_50;
        for (Server server : Server.values()) {
            String name = server.title() + "/insert/columns-50/200";
            contend(name + "/ours", () -> new OursWorkload(server, shape, 200, false, Map.of()));
            contend(name + "/within-put", () -> new PlainLoop(server, shape, 200, false, Way.WITHIN_PUT, ""));
            contend(name + "/debezium", () -> new DebeziumWorkload(server, shape, 200, false));
            ratios.add(Ratio.ofSpeed(name + "/over-within-put", name + "/ours", name + "/within-put", 4));
            ratios.add(Ratio.ofSpeed(name + "/over-debezium", name + "/ours", name + "/debezium", 4));
            contenders.add(new Contender(
                    server.title() + "/insert/columns-50/3000/ours",
                    () -> OursWorkload.manyTables(server, shape, 3_000),
                    SMALL_HEAP));
        }
    }

    /** What a schema costs that changes from record to record. */
    private void versions() {
        for (Server server : Server.values()) {
            String name = server.title() + "/insert/columns-302/1";
            String alternating = name + "/alternating-versions";
            contend(alternating, () -> OursWorkload.alternating(server, RowShape.COLUMNS_302));
            ratios.add(Ratio.ofSpeed(alternating + "-beside-one", alternating, name + "/ours", 0.8));
        }
    }

    /** 1,000 rows a table and commit, in the fastest way of each database. */
    private static PlainLoop limit(Server server, RowShape shape, int topics, boolean isUpsert)
            throws java.sql.SQLException {
        return switch (server) {
            case POSTGRESQL -> new PlainLoop(server, shape, topics, isUpsert, Way.COPY, "");
            case MARIADB ->
                new PlainLoop(
                        server,
                        shape,
                        topics,
                        isUpsert,
                        Way.BATCH,
                        isUpsert ? "?useServerPrepStmts=true&useBulkStmts=true" : "?rewriteBatchedStatements=true");
        };
    }

    private static double wanted(Server server, int topics, boolean isUpsert) {
        if (server == Server.MARIADB) {
            return 5;
        }
        return isUpsert ? (topics == 1 ? 3 : 10) : (topics == 1 ? 8 : 15);
    }

    private void contend(String name, Contender.Preparation preparation) {
        contenders.add(new Contender(name, preparation));
    }
}
