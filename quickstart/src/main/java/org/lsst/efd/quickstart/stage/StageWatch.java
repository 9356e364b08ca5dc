package org.lsst.efd.quickstart.stage;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.quickstart.connect.ConnectRest;
import org.lsst.efd.quickstart.ledger.TopicLedger;
import org.lsst.efd.quickstart.process.StackException;
import org.lsst.efd.quickstart.stack.KafkaCluster;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what each stage has done: topics by counting their committed records, sinks by the offsets that they have
 * committed, errors by the states of tasks and by the topics of dead letters. While a component is away the last reading
 * stands. Not thread-safe.
 */
public final class StageWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StageWatch.class);

    /** Begins the names of the topics of dead letters; the name of the connector follows. */
    private static final String DEAD_LETTERS = "dead-letters-";

    private static final Pattern TOPICS = Pattern.compile("lsst\\.sal\\..*|" + DEAD_LETTERS + ".*");

    private final List<Stage> stages;
    private final ConnectRest rest;
    private final Map<Site, TopicLedger> ledgers = new EnumMap<>(Site.class);
    private final Map<Site, Admin> admins = new EnumMap<>(Site.class);
    private final Map<String, Tally> tallies = new HashMap<>();
    private Map<String, List<String>> failures = Map.of();

    /** Watches these stages. */
    public StageWatch(List<Stage> stages, Map<Site, KafkaCluster> clusters, ConnectRest rest) {
        this.stages = List.copyOf(stages);
        this.rest = rest;
        clusters.forEach((site, cluster) -> {
            ledgers.put(site, new TopicLedger(cluster, TOPICS));
            admins.put(site, cluster.admin());
        });
        stages.forEach(stage -> tallies.put(stage.title(), new Tally()));
    }

    /** Reads every stage. */
    public List<Reading> read() {
        readStates();
        long now = System.nanoTime();
        for (Stage stage : stages) {
            Tally tally = tallyOf(stage);
            tally.mark(now, Math.max(tally.count(), records(stage, tally.count())));
        }
        return stages.stream().map(this::reading).toList();
    }

    /** What has failed as of the last reading, each with its connector and the trace. */
    public List<String> failures() {
        return failures.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream().map(trace -> entry.getKey() + ": " + trace))
                .toList();
    }

    /** The topics that telemetry was produced into, so far. */
    public List<String> producedTopics() {
        return ledger(Site.SUMMIT).topics().stream().filter(Form.RECORDS::holds).toList();
    }

    /** What was produced and is not yet in every stage of records, and what was aggregated and not yet everywhere. */
    public long backlog() {
        return stages.stream().mapToLong(this::lagRecords).sum();
    }

    /** The records produced so far. */
    public long produced() {
        return ledger(Site.SUMMIT).records(Form.RECORDS::holds);
    }

    /** How many of the produced records have arrived in the other cluster. */
    public long replicated() {
        return ledger(Site.LDF).records(Form.RECORDS::holds);
    }

    @Override
    public void close() {
        ledgers.values().forEach(TopicLedger::close);
        admins.values().forEach(Admin::close);
    }

    private Reading reading(Stage stage) {
        Tally tally = tallyOf(stage);
        return new Reading(stage.title(), tally.count(), tally.ratePerSecond(), lag(stage), errors(stage));
    }

    private long records(Stage stage, long before) {
        return stage instanceof Stage.Sink sink
                ? committed(sink, before)
                : ledger(stage.site()).records(stage.form()::holds);
    }

    private long committed(Stage.Sink sink, long before) {
        try {
            Map<TopicPartition, OffsetAndMetadata> offsets = admin(sink.site())
                    .listConsumerGroupOffsets(Map.of(sink.group(), new ListConsumerGroupOffsetsSpec()))
                    .partitionsToOffsetAndMetadata()
                    .get();
            return offsets.entrySet().stream()
                    .filter(entry -> entry.getValue() != null
                            && sink.form().holds(entry.getKey().topic()))
                    .mapToLong(entry -> ledger(sink.site())
                            .recordsBefore(entry.getKey(), entry.getValue().offset()))
                    .sum();
        } catch (ExecutionException | KafkaException e) {
            // the broker is away, or the group is not there yet
            return before;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return before;
        }
    }

    private String lag(Stage stage) {
        if (stage.site() == Site.SUMMIT && stage instanceof Stage.Topics) {
            return "";
        }
        if (stage.form() == Form.WINDOWS && stage instanceof Stage.Topics) {
            TopicLedger ledger = ledger(stage.site());
            long newest = ledger.newestMs(Form.WINDOWS::holds);
            double behind = (ledger.newestMs(Form.RECORDS::holds) - newest) / 1e3;
            return newest == 0 ? "" : String.format(Locale.ROOT, "%.1f s", Math.max(0, behind));
        }
        return String.format(Locale.ROOT, "%,d", lagRecords(stage));
    }

    private long lagRecords(Stage stage) {
        long there = tallyOf(stage).count();
        if (stage instanceof Stage.Sink) {
            return Math.max(0, ledger(stage.site()).records(stage.form()::holds) - there);
        }
        return stage.form() == Form.WINDOWS ? 0 : Math.max(0, produced() - there);
    }

    private long errors(Stage stage) {
        return stage.connectors().stream()
                .mapToLong(
                        connector -> failures.getOrDefault(connector, List.of()).size()
                                + ledger(Site.LDF).records((DEAD_LETTERS + connector)::equals))
                .sum();
    }

    private void readStates() {
        Map<String, List<String>> read = new TreeMap<>();
        try {
            rest.get("/connectors?expand=status")
                    .properties()
                    .forEach(entry ->
                            read.put(entry.getKey(), failed(entry.getValue().path("status"))));
            failures = read;
        } catch (StackException e) {
            LOG.debug("no worker answers; what was known stands", e);
        }
    }

    private static List<String> failed(JsonNode status) {
        List<String> traces = new ArrayList<>();
        addFailed(traces, "connector", status.path("connector"));
        for (JsonNode task : status.path("tasks")) {
            addFailed(traces, "task " + task.path("id").asText(), task);
        }
        return traces;
    }

    private static void addFailed(List<String> traces, String what, JsonNode state) {
        if (state.path("state").asText().equals("FAILED")) {
            traces.add(what + " failed: " + state.path("trace").asText());
        }
    }

    private Tally tallyOf(Stage stage) {
        return tallies.computeIfAbsent(stage.title(), title -> new Tally());
    }

    private TopicLedger ledger(Site site) {
        return known(ledgers.get(site), site);
    }

    private Admin admin(Site site) {
        return known(admins.get(site), site);
    }

    private static <T> T known(@Nullable T one, Site site) {
        if (one == null) {
            throw new IllegalStateException("no cluster at " + site);
        }
        return one;
    }
}
