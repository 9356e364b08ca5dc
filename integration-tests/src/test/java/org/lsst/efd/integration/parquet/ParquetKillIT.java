package org.lsst.efd.integration.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.lsst.efd.integration.Operator;
import org.lsst.efd.integration.SharedSite;
import org.lsst.efd.integration.Soak;
import org.lsst.efd.integration.sink.DeadLetter;
import org.lsst.efd.integration.sink.KillSeries;
import org.lsst.efd.integration.sink.NumberedLoad;
import org.lsst.efd.integration.sink.NumbersAudit;
import org.lsst.efd.quickstart.process.Await;
import org.lsst.efd.quickstart.stack.ConnectWorker;

/**
 * One load, in files on the local disk, on HDFS and on S3, and in windows, while workers are killed, and frozen until
 * others have their partitions.
 */
class ParquetKillIT {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final int COMPONENTS = 3;
    private static final NumberedLoad.Size LOAD = new NumberedLoad.Size(2, Soak.rounds(90, 150), 20);
    /** Records of a topic in ten seconds: more than a frozen worker can have had on its way. */
    private static final long TAKEN_OVER = Math.round(10 * LOAD.frequencyHz());

    private static final String WINDOWS = "windows";

    @RegisterExtension
    static final SharedSite<ParquetSite> SITE = new SharedSite<>(ParquetSite.class, ParquetSite::new);

    @Test
    void everyRecordAndEveryWindowIsInOneFileAndNothingElseIsLeft() throws Exception {
        ParquetSite site = SITE.get();
        LocalPlace local = new LocalPlace("the local disk", site.directory("local"));
        LocalPlace windows = new LocalPlace("the windows", site.directory(WINDOWS));
        try (HdfsPlace hdfs = new HdfsPlace(site.directory("hdfs"));
                S3Place s3 = new S3Place()) {
            NumberedLoad load = NumberedLoad.start(
                    site.rest(),
                    site.registry(),
                    "killed",
                    LOAD,
                    Map.of("sal.index.count", Integer.toString(COMPONENTS)));
            List<StoredFiles> stores = new ArrayList<>();
            for (Place place : List.of(local, hdfs, s3)) {
                String name = place.name().replaceAll(".* ", "");
                site.rest().put(name, records(site.sink(name, load.topicsRegex(), place)));
                stores.add(new StoredFiles(place, site.directory("copies-of-" + name)));
            }
            site.rest().put(WINDOWS, windows(site.sink(WINDOWS, load.topicsRegex(), windows)));
            StoredFiles told = new StoredFiles(windows, site.directory("copies-of-" + WINDOWS));
            List<String> sinks = List.of("disk", "HDFS", "S3", WINDOWS);
            sinks.forEach(sink -> site.rest().awaitRunning(sink, 2));

            Operator operator = new Operator(site.rest(), site.cluster(), load.name(), load.topics());
            new KillSeries(stores, load.topics(), operator)
                    .kill(Soak.rounds(2, 100), KillSeries.inTurn(site.connect().workers()));
            for (int round = 0; round < Soak.rounds(1, 10); round++) {
                freeze(site.connect().worker(round % 2), stores, load.topics(), operator);
            }

            Map<String, Long> produced = load.stop();
            assertThat(produced.keySet()).containsExactlyElementsOf(load.topics());
            for (StoredFiles store : stores) {
                NumbersAudit.assertEachNumberOnce(store, produced);
                load.topics().forEach(topic -> assertEachOffsetOnce(site, store, topic));
            }
            load.topics().forEach(topic -> assertEachWindowOnceAndWhole(stores.get(0), told, topic));
            for (String sink : sinks) {
                site.rest().awaitRunning(sink, 2);
                assertThat(DeadLetter.all(site.cluster(), sink + "-bad"))
                        .as(sink)
                        .isEmpty();
                site.rest().delete(sink);
                assertNothingIsLeft(new LocalPlace("staging of " + sink, site.directory("staging-" + sink)));
            }
            for (Place place : List.of(local, hdfs, s3, windows)) {
                assertNothingIsLeft(place);
            }
            assertThat(s3.openUploads()).as("uploads that were not completed").isZero();
            System.out.println(s3.conflicts() + " names were refused to owners that were late");
        }
    }

    private static Map<String, String> records(Map<String, String> sink) {
        Map<String, String> config = new HashMap<>(sink);
        config.put("path.template", "${topic}/at=${date:HHmm}");
        config.put("metadata.columns", "topic,partition,offset");
        return config;
    }

    /** A file wants to end after each row: those of the windows that one record closes must be in it all the same. */
    private static Map<String, String> windows(Map<String, String> sink) {
        Map<String, String> config = new HashMap<>(sink);
        config.put("path.template", "${topic}");
        config.put("rotate.records", "1");
        config.put("aggregate.enabled", "true");
        config.put("aggregate.statistics", "count,mean,min,max");
        config.put("aggregate.group.by", "salIndex");
        return config;
    }

    /** It wakes up with files in hand that are another's now. */
    private static void freeze(ConnectWorker worker, List<StoredFiles> stores, List<String> topics, Operator operator) {
        worker.pause();
        for (StoredFiles store : stores) {
            for (String topic : topics) {
                long before = store.count(topic);
                Await.until("records of " + topic + " in " + store.name() + " while a worker is frozen", LIMIT, () -> {
                    operator.look();
                    return store.count(topic) > before + TAKEN_OVER;
                });
            }
        }
        worker.resume();
        System.out.println("froze " + worker.id() + " until others had its partitions");
    }

    private static void assertEachOffsetOnce(ParquetSite site, StoredFiles store, String topic) {
        List<String> wanted = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : site.cluster().records(topic)) {
            wanted.add(record.topic() + "-" + record.partition() + "@" + record.offset());
        }
        List<String> stored = new ArrayList<>();
        store.rows(topic, "_kafka_topic, _kafka_partition, _kafka_offset", "ORDER BY 2, 3")
                .forEach(row -> stored.add(
                        row.get("_kafka_topic") + "-" + row.get("_kafka_partition") + "@" + row.get("_kafka_offset")));
        assertThat(stored).as("offsets of %s in %s", topic, store.name()).isEqualTo(wanted);
        System.out.println(store.name() + " holds each of the " + wanted.size() + " offsets of " + topic + " once, in "
                + store.published(topic).size() + " files");
    }

    /** Each second but the last ones, which are open still: what DuckDB makes of the records. */
    private static void assertEachWindowOnceAndWhole(StoredFiles records, StoredFiles told, String topic) {
        String aggregated = topic + "-aggregated";
        Map<String, List<Object>> wanted = tallies(records.rows(
                topic,
                "\"salIndex\" AS component, floor(\"private_efdStamp\")::BIGINT AS second, count(*) AS n,"
                        + " avg(value0) AS mean, min(value0) AS least, max(value0) AS most",
                "GROUP BY ALL"));
        long last = wanted.keySet().stream()
                .mapToLong(key -> Long.parseLong(key.replaceAll(" .*", "")))
                .max()
                .orElseThrow();
        wanted.keySet().removeIf(key -> Long.parseLong(key.replaceAll(" .*", "")) > last - 3);
        assertThat(wanted.size()).isGreaterThan(5 * COMPONENTS);
        Await.until(
                wanted.size() + " windows of " + topic,
                NumbersAudit.LIMIT,
                () -> told.count(aggregated) >= wanted.size());
        told.copy(aggregated);
        List<Map<String, Object>> rows = told.rows(
                aggregated,
                "\"salIndex\" AS component, floor(\"time\")::BIGINT AS second, \"count\" AS n,"
                        + " mean_value0 AS mean, min_value0 AS least, max_value0 AS most",
                "");
        Map<String, List<Object>> windows = tallies(rows);
        assertThat(rows).as("each window once").hasSameSizeAs(windows.keySet());
        wanted.forEach((key, statistics) -> {
            List<Object> window = windows.getOrDefault(key, List.of());
            assertThat(window).as("window %s of %s", key, topic).hasSize(4);
            assertThat(window.get(0)).as("samples of %s of %s", key, topic).isEqualTo(statistics.get(0));
            assertThat((Double) window.get(1))
                    .isCloseTo((Double) statistics.get(1), org.assertj.core.data.Offset.offset(1e-9));
            assertThat(window.subList(2, 4)).isEqualTo(statistics.subList(2, 4));
        });
        long torn = told.rows(aggregated, "floor(\"time\") AS second, filename, count(*) AS n", "GROUP BY ALL").stream()
                .filter(file -> StoredFiles.number(file, "n").longValue() < COMPONENTS)
                .count();
        assertThat(torn).as("files that hold some windows of a record only").isZero();
        System.out.println("each of the " + windows.size() + " windows of " + topic + " is there once and whole, in "
                + told.published(aggregated).size() + " files");
    }

    private static Map<String, List<Object>> tallies(List<Map<String, Object>> rows) {
        Map<String, List<Object>> tallies = new TreeMap<>();
        rows.forEach(row -> tallies.put(
                row.get("second") + " of component " + row.get("component"),
                List.of(
                        StoredFiles.number(row, "n").longValue(),
                        StoredFiles.number(row, "mean").doubleValue(),
                        StoredFiles.number(row, "least").doubleValue(),
                        StoredFiles.number(row, "most").doubleValue())));
        return tallies;
    }

    private static void assertNothingIsLeft(Place place) {
        StoredFiles files = new StoredFiles(place, java.nio.file.Path.of("unused"));
        Await.until(
                "nothing but published files in " + place.name() + ": " + files.leftBehind(),
                LIMIT,
                () -> files.leftBehind().isEmpty());
    }
}
