package org.lsst.efd.integration.influxdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.lsst.efd.connect.influxdb.server.Series;
import org.lsst.efd.integration.Operator;
import org.lsst.efd.integration.SharedSite;
import org.lsst.efd.integration.Soak;
import org.lsst.efd.integration.sink.DeadLetter;
import org.lsst.efd.integration.sink.KillSeries;
import org.lsst.efd.integration.sink.NumberedLoad;
import org.lsst.efd.integration.sink.NumbersAudit;
import org.lsst.efd.quickstart.process.Await;

/**
 * One load, stored as it is and in windows by a second sink, while the server and the workers are killed and a worker
 * leaves and comes back.
 */
class InfluxDbKillIT {
    private static final int TOPICS = 4;
    private static final NumberedLoad.Size LOAD = new NumberedLoad.Size(TOPICS, Soak.rounds(100, 450), 20);
    private static final String STATISTICS = "count(\"value0\"), mean(\"value0\"), min(\"value0\"), max(\"value0\")";

    private static final long SECOND = 1_000_000_000L;

    @RegisterExtension
    static final SharedSite<InfluxDbSite> SITE = new SharedSite<>(InfluxDbSite.class, InfluxDbSite::start);

    private static InfluxDbSite site;

    @BeforeAll
    static void start() {
        site = SITE.get();
        site.queries().query("CREATE DATABASE windows");
    }

    @Test
    void everyRecordIsStoredOnceAndEveryWindowIsWhole() {
        NumberedLoad load = NumberedLoad.start(site.rest(), site.registry(), "killed", LOAD);
        site.rest().put("records", site.sink("records", load.topicsRegex()));
        site.rest().put("windows", windows(load));
        site.rest().awaitRunning("records", 2);
        site.rest().awaitRunning("windows", 2);
        InfluxNumbers stored = new InfluxNumbers(site.queries(), "efd");
        KillSeries series = new KillSeries(
                List.of(stored), load.topics(), new Operator(site.rest(), site.cluster(), load.name(), load.topics()));

        series.kill(Soak.rounds(1, 20), KillSeries.inTurn(List.of(site.server())));
        series.kill(Soak.rounds(2, 30), KillSeries.inTurn(site.connect().workers()));
        series.restart(Soak.rounds(1, 20), KillSeries.inTurn(site.connect().workers()));

        Map<String, Long> produced = load.stop();
        assertThat(produced.keySet()).containsExactlyElementsOf(load.topics());
        NumbersAudit.assertEachNumberOnce(stored, produced);
        // a record that is twice in its topic is once in InfluxDB, and counted twice in a window
        produced.forEach((topic, count) -> assertThat(site.cluster().records(topic))
                .as("records of %s in Kafka", topic)
                .hasSize(Math.toIntExact(count)));
        load.topics().forEach(InfluxDbKillIT::assertWindowsAreWhole);
        for (String sink : List.of("records", "windows")) {
            site.rest().awaitRunning(sink, 2);
            assertThat(DeadLetter.all(site.cluster(), sink + "-bad")).isEmpty();
            site.rest().delete(sink);
        }
    }

    private static Map<String, String> windows(NumberedLoad load) {
        Map<String, String> config = new HashMap<>(site.sink("windows", load.topicsRegex()));
        config.put("influxdb.database", "windows");
        config.put("aggregate.enabled", "true");
        config.put("aggregate.statistics", "count,mean,min,max");
        return config;
    }

    /** Each second but the last ones, which are open still, has in its middle what the server itself makes of the records. */
    private static void assertWindowsAreWhole(String topic) {
        Map<Long, List<@Nullable Object>> wanted = new TreeMap<>();
        rows("SELECT " + STATISTICS + " FROM efd.autogen.\"" + topic
                        + "\" WHERE time > 0 AND time < now() + 1d GROUP BY time(1s) fill(none)")
                .forEach((begin, statistics) -> wanted.put(begin + SECOND / 2, statistics));
        long lastTime = wanted.keySet().stream().mapToLong(time -> time).max().orElse(0);
        wanted.keySet().removeIf(time -> time > lastTime - 3 * SECOND);
        String query = "SELECT \"count_value0\", \"mean_value0\", \"min_value0\", \"max_value0\""
                + " FROM windows.autogen.\"" + topic + "-aggregated\"";
        Await.until("the window of " + topic + " at " + (lastTime - 3 * SECOND), NumbersAudit.LIMIT, () -> rows(query)
                .keySet()
                .containsAll(wanted.keySet()));
        Map<Long, List<@Nullable Object>> told = rows(query);
        assertThat(wanted.size()).isGreaterThan(5);
        wanted.forEach((time, statistics) -> {
            List<@Nullable Object> window = told.getOrDefault(time, List.of());
            assertThat(number(window, 0)).as("count of %s at %s", topic, time).isEqualTo(number(statistics, 0));
            assertThat(number(window, 1))
                    .as("mean of %s at %s", topic, time)
                    .isCloseTo(number(statistics, 1), org.assertj.core.data.Offset.offset(1e-9));
            assertThat(number(window, 2)).as("min of %s at %s", topic, time).isEqualTo(number(statistics, 2));
            assertThat(number(window, 3)).as("max of %s at %s", topic, time).isEqualTo(number(statistics, 3));
        });
        System.out.println("each of the " + wanted.size() + " windows of " + topic + " is whole");
    }

    private static Map<Long, List<@Nullable Object>> rows(String query) {
        Map<Long, List<@Nullable Object>> rows = new TreeMap<>();
        for (Series series : site.queries().query(query)) {
            for (List<@Nullable Object> row : series.values()) {
                rows.put(row.get(0) instanceof Number time ? time.longValue() : 0L, row.subList(1, row.size()));
            }
        }
        return rows;
    }

    private static double number(List<@Nullable Object> row, int column) {
        return column < row.size() && row.get(column) instanceof Number number ? number.doubleValue() : Double.NaN;
    }
}
