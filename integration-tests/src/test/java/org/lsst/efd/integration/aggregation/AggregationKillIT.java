package org.lsst.efd.integration.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lsst.efd.integration.Soak;
import org.lsst.efd.quickstart.connect.ConnectRest;
import org.lsst.efd.quickstart.process.Await;
import org.lsst.efd.quickstart.stack.ConnectWorker;
import org.lsst.efd.quickstart.stack.LocalStack;

/**
 * Workers are killed at random moments under a hostile load, which three faces of aggregation read at a time: the
 * connector, a sink with the stage, and a sink behind the transform. The first two lose and repeat nothing; what the
 * third loses is printed.
 */
class AggregationKillIT {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final List<String> TOPICS = List.of("lsst.sal.Test.hostile1", "lsst.sal.Test.hostile2");
    private static final int PARTITIONS = 3;
    private static final int HERTZ = 50;
    private static final long GRACE_MS = HostileLoad.DISORDER_MS;
    private static final long SIZE_MS = 1_000;
    private static final long STAGE_SIZE_MS = 2_000;
    private static final String STATISTICS = "count,min,q1,mean,median,stdev,q3,max";

    private static LocalStack stack;
    private static ConnectRest rest;

    @BeforeAll
    static void start() {
        stack = LocalStack.builder()
                .cluster("ldf")
                .registry("first")
                .registry("secondary")
                .workers("ldf", 2)
                .influxDb()
                .start();
        rest = stack.connect("ldf").rest();
        TOPICS.forEach(topic -> stack.cluster("ldf").createTopic(topic, PARTITIONS));
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void killedWorkersLoseNoWindowAndChangeNone() throws Exception {
        int rounds = Soak.rounds(3, 30);
        StageWatch watch = new StageWatch();
        try (HostileLoad load =
                new HostileLoad(stack.cluster("ldf").producer(), stack.registry("first"), TOPICS, PARTITIONS, HERTZ)) {
            load.begin();
            rest.put("aggregator", aggregator("-aggregated"));
            rest.put("stage", sinkWithStage());
            rest.put("transform", sinkBehindTransform());
            for (String connector : List.of("aggregator", "stage", "transform")) {
                rest.awaitRunning(connector, 2);
            }
            killWorkers(rounds, watch);
            // what is behind the last window of the last round closes it
            Thread.sleep(STAGE_SIZE_MS + GRACE_MS + 2_000);
        }
        Reference reference = Reference.of(stack.cluster("ldf"), stack.registry("first"), TOPICS);

        assertThatConnectorToldEveryWindowOnce(reference);
        assertThatStageToldTheSameNumbersAlways(reference, watch);
        printWhatTheTransformLost(reference, rounds);
    }

    private static void killWorkers(int rounds, StageWatch watch) throws Exception {
        Random random = new Random();
        for (int round = 0; round < rounds; round++) {
            Thread.sleep(random.nextInt(8_000));
            if (round % 10 == 1) {
                rest.pause("aggregator");
                rest.resume("aggregator");
            } else if (round % 10 == 2) {
                rest.stop("aggregator");
                rest.awaitState("aggregator", "STOPPED");
                rest.resume("aggregator");
            }
            ConnectWorker victim = stack.connect("ldf").worker(random.nextInt(2));
            victim.kill();
            watch.look();
            Thread.sleep(random.nextInt(2_000));
            victim.start();
            watch.look();
            System.out.printf("round %d of %d: killed %s%n", round + 1, rounds, victim.id());
        }
        for (String connector : List.of("aggregator", "stage", "transform")) {
            rest.awaitRunning(connector, 2);
        }
    }

    /** (a) The connector, against a look at all records, and against a run that nobody disturbs. */
    private static void assertThatConnectorToldEveryWindowOnce(Reference reference) {
        Map<WindowKey, Tally> wanted = reference.ofTopics(SIZE_MS);
        AggregatedTopics told = new AggregatedTopics(stack.cluster("ldf"), stack.registry("secondary"), "-aggregated");
        await(told, wanted.size());
        assertThat(told.tallies(TOPICS)).isEqualTo(wanted);

        rest.delete("aggregator");
        rest.put("undisturbed", aggregator("-undisturbed"));
        AggregatedTopics undisturbed =
                new AggregatedTopics(stack.cluster("ldf"), stack.registry("secondary"), "-undisturbed");
        await(undisturbed, wanted.size());
        Map<WindowKey, List<Object>> numbers = told.numbers(TOPICS);
        assertThat(numbers).isEqualTo(undisturbed.numbers(TOPICS));
        rest.delete("undisturbed");
        System.out.printf(
                "connector: %d records, %d windows, each once and equal to those of an undisturbed run%n",
                reference.records(), numbers.size());
    }

    private static void await(AggregatedTopics told, int windows) {
        Await.until(windows + " windows in topics " + told.ending(), LIMIT, () -> {
            Map<WindowKey, Tally> now = told.tallies(TOPICS);
            return now.size() >= windows;
        });
    }

    /** (b) The sink with the stage: whoever looked, at any time, saw a window as it must be, or not at all. */
    private static void assertThatStageToldTheSameNumbersAlways(Reference reference, StageWatch watch) {
        Map<WindowKey, Tally> wanted = reference.ofPartitions(STAGE_SIZE_MS, SIZE_MS, GRACE_MS);
        Await.until(wanted.size() + " windows in InfluxDB", LIMIT, () -> {
            watch.look();
            return watch.seen.keySet().containsAll(wanted.keySet());
        });
        Map<WindowKey, Set<Tally>> only = new TreeMap<>();
        wanted.forEach((key, tally) -> only.put(key, Set.of(tally)));
        assertThat(new TreeMap<>(watch.seen)).isEqualTo(only);
        System.out.printf(
                "stage: %d windows, none missing, each with the same numbers in all of %d looks%n",
                wanted.size(), watch.looks);
    }

    /** (c) The sink behind the transform: best effort. */
    private static void printWhatTheTransformLost(Reference reference, int kills) throws Exception {
        InfluxWindows database = new InfluxWindows(stack.influxDb(), "transform", List.of("\"group\""));
        Map<WindowKey, Tally> told = new TreeMap<>();
        for (String topic : TOPICS) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                told.putAll(database.windows(topic + "-aggregated-" + partition, topic, "/" + partition, 0));
            }
        }
        Map<WindowKey, Tally> wanted = reference.ofPartitions(SIZE_MS, SIZE_MS, GRACE_MS);
        long missing = 0;
        long partial = 0;
        long recordsLost = 0;
        long records = 0;
        for (Map.Entry<WindowKey, Tally> entry : wanted.entrySet()) {
            @Nullable Tally found = told.get(entry.getKey());
            long counted = found == null
                    ? 0
                    : Math.min(found.records(), entry.getValue().records());
            missing += found == null ? 1 : 0;
            partial += found != null && counted < entry.getValue().records() ? 1 : 0;
            recordsLost += entry.getValue().records() - counted;
            records += entry.getValue().records();
        }
        assertThat(told).as("windows behind the transform").isNotEmpty();
        System.out.printf(
                "transform: of %d windows of %d records in %d kills, %d missing and %d told with a part of their "
                        + "records; %d records (%.2f %%) in no window, %.0f a kill%n",
                wanted.size(),
                records,
                kills,
                missing,
                partial,
                recordsLost,
                100.0 * recordsLost / records,
                (double) recordsLost / kills);
    }

    private static Map<String, String> aggregator(String ending) {
        return AggregatorConfig.of(
                stack.cluster("ldf"),
                stack.registry("first"),
                stack.registry("secondary"),
                "topics",
                String.join(",", TOPICS),
                "aggregate.topic.aggregated.format",
                "${topic}" + ending,
                "aggregate.window.size.ms",
                Long.toString(SIZE_MS),
                "aggregate.window.grace.ms",
                Long.toString(GRACE_MS),
                "aggregate.group.by",
                "salIndex",
                "aggregate.statistics",
                STATISTICS);
    }

    private static Map<String, String> sinkWithStage() {
        Map<String, String> config = sink("stage");
        config.putAll(AggregatorConfig.pairs(
                "timestamp.field",
                AggregatorConfig.TIME_FIELD,
                "aggregate.enabled",
                "true",
                "aggregate.window.size.ms",
                Long.toString(STAGE_SIZE_MS),
                "aggregate.window.advance.ms",
                Long.toString(SIZE_MS),
                "aggregate.window.grace.ms",
                Long.toString(GRACE_MS),
                "aggregate.partition.mode",
                "separate",
                "aggregate.group.by",
                "salIndex",
                "aggregate.statistics",
                STATISTICS));
        return config;
    }

    private static Map<String, String> sinkBehindTransform() {
        Map<String, String> config = sink("transform");
        config.putAll(AggregatorConfig.pairs(
                "influxdb.measurement", "${topic}-${partition}",
                "influxdb.tags", "salIndex:group",
                "timestamp.field", "time",
                "transforms", "window",
                "transforms.window.type", "org.lsst.efd.connect.aggregator.WindowAggregate$Value",
                "transforms.window.timestamp.field", AggregatorConfig.TIME_FIELD,
                "transforms.window.window.size.ms", Long.toString(SIZE_MS),
                "transforms.window.window.grace.ms", Long.toString(GRACE_MS),
                "transforms.window.group.by", "salIndex",
                "transforms.window.statistics", STATISTICS));
        return config;
    }

    private static Map<String, String> sink(String database) {
        return new HashMap<>(AggregatorConfig.pairs(
                "connector.class",
                "org.lsst.efd.connect.influxdb.InfluxDbSinkConnector",
                "tasks.max",
                "2",
                "topics",
                String.join(",", TOPICS),
                "influxdb.url",
                stack.influxDb().url(),
                "influxdb.database",
                database,
                "influxdb.database.create",
                "true",
                "errors.tolerance",
                "all",
                "value.converter",
                AggregatorConfig.AVRO,
                "value.converter.schema.registry.url",
                stack.registry("first").url(),
                "key.converter",
                "org.apache.kafka.connect.converters.ByteArrayConverter"));
    }

    /** Looks into the database of the stage now and then, and remembers all that windows were ever seen to say. */
    private static final class StageWatch {
        private final InfluxWindows database =
                new InfluxWindows(stack.influxDb(), "stage", List.of("group_salIndex", "group_kafka_partition"));
        private final Map<WindowKey, Set<Tally>> seen = new ConcurrentHashMap<>();
        private final long beginMs = System.currentTimeMillis() - TOO_OLD_MS;
        private int looks;

        private static final long TOO_OLD_MS = 60_000;

        private void look() throws Exception {
            for (String topic : TOPICS) {
                database.windows(topic + "-aggregated", topic, "", beginMs)
                        .forEach((key, tally) -> seen.computeIfAbsent(key, ignored -> new HashSet<>())
                                .add(tally));
            }
            looks++;
        }
    }
}
