package org.lsst.efd.integration.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lsst.efd.integration.Soak;
import org.lsst.efd.integration.sink.DeadLetter;
import org.lsst.efd.quickstart.process.Await;
import org.lsst.efd.quickstart.stack.LocalStack;

/** A whole site through one task into PostgreSQL: when one topic bursts, the others do not wait for it. */
class OracleBreadthIT {
    private static final String SITE = "site";
    private static final String SINK = "all-topics";
    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final int TABLES_OF_A_QUERY = 250;
    private static final int QUIET_S = Soak.rounds(5, 270);
    private static final int BURST_S = Soak.rounds(5, 60);
    private static final int AFTER_S = Soak.rounds(3, 270);

    @Test
    void noTopicWaitsForOneThatBursts() throws Exception {
        try (LocalStack stack = LocalStack.builder()
                .cluster(SITE)
                .registry(SITE)
                .workers(SITE, SITE, 1, worker -> worker.jvm("-Xmx1g"))
                .postgres(options -> options.setting("track_commit_timestamp", "on"))
                .start()) {
            SqlNumbers database = new SqlNumbers("PostgreSQL", stack.postgres());
            SiteLoad load = SiteLoad.of(stack.cluster(SITE), stack.registry(SITE));
            double quiet;
            double burst;
            double after;
            double end;
            try (load) {
                Map<String, String> config =
                        SqlSink.of(SINK, SiteLoad.PREFIX + ".*", stack.registry(SITE), stack.postgres());
                config.put("tasks.max", "1");
                config.remove("batch.linger.ms");
                stack.connect(SITE).rest().put(SINK, config);
                stack.connect(SITE).rest().awaitRunning(SINK, 1);
                load.begin();
                Await.until("a row of each topic", LIMIT, () -> load.names().stream()
                        .allMatch(topic -> database.count(topic) > 0));
                quiet = now();
                Thread.sleep(QUIET_S * 1_000L);
                burst = now();
                load.burst(BURST_S);
                after = now();
                Thread.sleep(AFTER_S * 1_000L);
                end = now();
            }
            Map<String, Long> sent = load.sent();
            Await.until(
                    "all rows of the topic that burst",
                    LIMIT,
                    () -> database.count(SiteLoad.BURST) >= sent.getOrDefault(SiteLoad.BURST, 0L));
            Await.until("all rows", LIMIT, () -> rows(database, List.copyOf(sent.keySet()), "COUNT(*)", "TRUE")
                    .equals(sent.values().stream().map(Long::doubleValue).toList()));
            assertThat(rows(database, List.copyOf(sent.keySet()), "COUNT(DISTINCT sequence)", "TRUE"))
                    .as("different numbers of each topic")
                    .isEqualTo(sent.values().stream().map(Long::doubleValue).toList());
            assertThat(DeadLetter.all(stack.cluster(SITE), SINK + "-bad")).isEmpty();
            stack.connect(SITE).rest().awaitRunning(SINK, 1);

            Lags before = Lags.of(database, load.names(), quiet, burst);
            Lags during = Lags.of(database, load.names(), burst, after);
            System.out.printf(
                    "%d topics, %d records in %.0f s, of which %d of one in %.1f s, %.1f MB/s%n",
                    sent.size(),
                    sent.values().stream().mapToLong(count -> count).sum(),
                    end - quiet,
                    sent.getOrDefault(SiteLoad.BURST, 0L),
                    after - burst,
                    load.burstBytes() / (after - burst) / 1e6);
            System.out.println("the longest wait of each other topic before: " + before);
            System.out.println("the longest wait of each other topic during: " + during);
            System.out.println("of the topic that burst: " + Lags.of(database, List.of(SiteLoad.BURST), burst, after));
            if (Soak.rounds(0, 1) == 1) {
                assertThat(during.most()).isLessThanOrEqualTo(10 * before.most());
            }
        }
    }

    private static double now() {
        return System.currentTimeMillis() / 1e3;
    }

    /** The value of an expression over the rows of each topic; NaN where it is null. */
    private static List<Double> rows(SqlNumbers database, List<String> topics, String expression, String condition) {
        List<Double> values = new ArrayList<>();
        for (int begin = 0; begin < topics.size(); begin += TABLES_OF_A_QUERY) {
            List<String> some = topics.subList(begin, Math.min(begin + TABLES_OF_A_QUERY, topics.size()));
            String sql = IntStream.range(0, some.size())
                    .mapToObj(i -> "SELECT " + i + ", COALESCE((" + expression + ")::float8, 'NaN') FROM "
                            + SqlNumbers.table(some.get(i)) + " WHERE " + condition)
                    .collect(Collectors.joining(" UNION ALL ", "", " ORDER BY 1"));
            database.rows(sql).forEach(row -> values.add(row[1]));
        }
        return values;
    }

    /** The longest time of each topic from the production of a record to the commit of its row, in seconds, ascending. */
    private record Lags(List<Double> seconds) {
        /** Of the records that were produced in this time, in seconds since 1970. */
        static Lags of(SqlNumbers database, List<String> topics, double from, double to) {
            return new Lags(rows(
                            database,
                            topics,
                            "MAX(EXTRACT(EPOCH FROM pg_xact_commit_timestamp(xmin))::float8 - private_efdstamp)",
                            "private_efdstamp BETWEEN " + from + " AND " + to)
                    .stream()
                    .filter(value -> !value.isNaN())
                    .sorted()
                    .toList());
        }

        double most() {
            return seconds.get(seconds.size() - 1);
        }

        @Override
        public String toString() {
            return String.format(
                    "median %.3f s, 99 %% below %.3f s, most %.3f s",
                    seconds.get(seconds.size() / 2), seconds.get(seconds.size() * 99 / 100), most());
        }
    }
}
