package org.lsst.efd.integration.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lsst.efd.integration.Operator;
import org.lsst.efd.integration.Soak;
import org.lsst.efd.integration.sink.DeadLetter;
import org.lsst.efd.integration.sink.KillSeries;
import org.lsst.efd.integration.sink.NumberedLoad;
import org.lsst.efd.integration.sink.NumbersAudit;
import org.lsst.efd.quickstart.connect.ConnectRest;
import org.lsst.efd.quickstart.process.Await;
import org.lsst.efd.quickstart.stack.ConnectWorker;
import org.lsst.efd.quickstart.stack.LocalStack;
import org.lsst.efd.quickstart.stack.SqlDatabase;

/**
 * One load, in PostgreSQL and in MariaDB, as it is (inserted without any key) and in windows, while servers and workers
 * are killed and a worker is frozen until others have its partitions.
 */
class OracleKillIT {
    private static final String SITE = "site";
    private static final int OUTAGE_S = Soak.rounds(5, 300);
    private static final NumberedLoad.Size LOAD = new NumberedLoad.Size(2, Soak.rounds(100, 450), 20);

    private static LocalStack stack;

    @BeforeAll
    static void start() {
        stack = LocalStack.builder()
                .cluster(SITE)
                .registry(SITE)
                .workers(SITE, 2)
                .postgres()
                .mariaDb()
                .start();
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void everyRecordAndEveryWindowIsStoredExactlyOnce() throws InterruptedException {
        ConnectRest rest = stack.connect(SITE).rest();
        NumberedLoad load = NumberedLoad.start(rest, stack.registry(SITE), "killed", LOAD);
        SqlNumbers postgres = new SqlNumbers("PostgreSQL", stack.postgres());
        SqlNumbers mariaDb = new SqlNumbers("MariaDB", stack.mariaDb());
        List<SqlNumbers> stores = List.of(postgres, mariaDb);
        List<String> sinks = new ArrayList<>();
        for (SqlNumbers store : stores) {
            String name = store.name().toLowerCase(java.util.Locale.ROOT);
            rest.put(name, sink(name, load, store.database()));
            rest.put(name + "-windows", windows(name + "-windows", load, store.database()));
            sinks.addAll(List.of(name, name + "-windows"));
        }
        sinks.forEach(sink -> rest.awaitRunning(sink, 2));
        Operator operator = new Operator(rest, stack.cluster(SITE), load.name(), load.topics());
        KillSeries series = new KillSeries(stores, load.topics(), operator);

        series.kill(Soak.rounds(2, 30), KillSeries.inTurn(stack.connect(SITE).workers()));
        series.kill(Soak.rounds(2, 20), KillSeries.inTurn(List.of(stack.postgres(), stack.mariaDb())));
        freezeAWorker(stores, load.topics(), operator);
        stopTheDatabases(stores, load.topics(), sinks);

        Map<String, Long> produced = load.stop();
        assertThat(produced.keySet()).containsExactlyElementsOf(load.topics());
        for (SqlNumbers store : stores) {
            NumbersAudit.assertEachNumberOnce(store, produced);
            load.topics().forEach(topic -> assertWindowsAreWhole(store, topic));
        }
        for (String sink : sinks) {
            assertThat(DeadLetter.all(stack.cluster(SITE), sink + "-bad"))
                    .as(sink)
                    .isEmpty();
        }
    }

    /** It wakes up with rows in hand that are another's now. */
    private static void freezeAWorker(List<SqlNumbers> stores, List<String> topics, Operator operator) {
        ConnectWorker frozen = stack.connect(SITE).worker(0);
        frozen.pause();
        for (SqlNumbers store : stores) {
            Map<String, Long> counts = new HashMap<>();
            topics.forEach(topic -> counts.put(topic, store.count(topic)));
            topics.forEach(topic -> Await.until(
                    "records of " + topic + " in " + store.name() + " while a worker is frozen",
                    NumbersAudit.LIMIT,
                    () -> {
                        operator.look();
                        return store.count(topic) > counts.getOrDefault(topic, 0L) + 1500;
                    }));
        }
        frozen.resume();
        new KillSeries(stores, topics, operator)
                .kill(1, KillSeries.inTurn(stack.connect(SITE).workers()));
    }

    /** Nothing fails meanwhile, and what came meanwhile is stored when they are back. */
    private static void stopTheDatabases(List<SqlNumbers> stores, List<String> topics, List<String> sinks)
            throws InterruptedException {
        ConnectRest rest = stack.connect(SITE).rest();
        long came = (long) (OUTAGE_S * LOAD.frequencyHz() * 0.9);
        List<Map<String, Long>> wanted = stores.stream()
                .map(store ->
                        topics.stream().collect(Collectors.toMap(topic -> topic, topic -> store.count(topic) + came)))
                .toList();
        stores.forEach(store -> store.database().stop());
        Thread.sleep(OUTAGE_S * 1_000L);
        sinks.forEach(sink -> rest.awaitRunning(sink, 2));
        stores.forEach(store -> store.database().start());
        long beganNs = System.nanoTime();
        for (int i = 0; i < stores.size(); i++) {
            SqlNumbers store = stores.get(i);
            wanted.get(i)
                    .forEach((topic, count) -> Await.until(
                            count + " records of " + topic + " in " + store.name() + ", which was stopped",
                            NumbersAudit.LIMIT,
                            () -> store.count(topic) >= count));
        }
        System.out.printf(
                "the databases were stopped for %d s, all tasks running, and had caught up %.1f s later%n",
                OUTAGE_S, (System.nanoTime() - beganNs) / 1e9);
    }

    private static Map<String, String> sink(String name, NumberedLoad load, SqlDatabase database) {
        Map<String, String> config = SqlSink.of(name, load.topicsRegex(), stack.registry(SITE), database);
        // many small transactions, side by side
        config.put("batch.rows", "20");
        return config;
    }

    private static Map<String, String> windows(String name, NumberedLoad load, SqlDatabase database) {
        Map<String, String> config = sink(name, load, database);
        config.put("connections", "1");
        config.put("aggregate.enabled", "true");
        config.put("aggregate.statistics", "count,mean,min,max");
        config.put("table.name", "w_${topic}");
        config.put("timestamp.column", "window_time");
        return config;
    }

    /** Each second but the last ones, which are open still: what the database itself makes of the records. */
    private static void assertWindowsAreWhole(SqlNumbers store, String topic) {
        Map<Double, double[]> wanted = bySecond(store.rows("SELECT FLOOR(private_efdstamp), COUNT(*), AVG(value0), "
                + "MIN(value0), MAX(value0) FROM " + SqlNumbers.table(topic) + " GROUP BY FLOOR(private_efdstamp)"));
        double last =
                wanted.keySet().stream().mapToDouble(second -> second).max().orElse(0) - 3;
        wanted.keySet().removeIf(second -> second > last);
        String query =
                "SELECT FLOOR(time), count_value0, mean_value0, min_value0, max_value0 FROM " + windowTable(topic);
        Await.until(
                "the window of " + topic + " at " + last + " in " + store.name(),
                NumbersAudit.LIMIT,
                () -> bySecond(store.rows(query)).keySet().containsAll(wanted.keySet()));
        List<double[]> told = store.rows(query);
        Map<Double, double[]> windows = bySecond(told);
        assertThat(windows).as("each window once").hasSameSizeAs(told);
        assertThat(wanted.size()).isGreaterThan(5);
        wanted.forEach((second, statistics) -> {
            double[] window = windows.getOrDefault(second, new double[5]);
            assertThat(window[1])
                    .as("samples of %s at %s in %s", topic, second, store.name())
                    .isEqualTo(statistics[1]);
            assertThat(window[2]).isCloseTo(statistics[2], org.assertj.core.data.Offset.offset(1e-9));
            assertThat(window[3]).isEqualTo(statistics[3]);
            assertThat(window[4]).isEqualTo(statistics[4]);
        });
        System.out.println(
                store.name() + " holds each of the " + wanted.size() + " windows of " + topic + " once and whole");
    }

    private static String windowTable(String topic) {
        return "w_" + SqlNumbers.table(topic) + "_aggregated";
    }

    private static Map<Double, double[]> bySecond(List<double[]> rows) {
        Map<Double, double[]> bySecond = new TreeMap<>();
        rows.forEach(row -> bySecond.put(row[0], row));
        return bySecond;
    }
}
