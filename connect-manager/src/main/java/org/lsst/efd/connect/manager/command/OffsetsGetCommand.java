package org.lsst.efd.connect.manager.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.common.TopicPartition;
import org.lsst.efd.connect.manager.offsets.OffsetEntry;
import org.lsst.efd.connect.manager.output.Column;
import org.lsst.efd.connect.manager.output.OutputFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "get", description = "The offsets of a connector; for sinks with --broker also log end and lag.")
final class OffsetsGetCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "NAME", description = "The connector.")
    private String name = "";

    OffsetsGetCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        JsonNode document = session.cluster().offsets(name);
        List<OffsetEntry> entries = OffsetEntry.in(document);
        Map<TopicPartition, Long> ends = ends(entries);
        OutputFormat format = session.console().format();
        if (ends.isEmpty() && (format == OutputFormat.JSON || format == OutputFormat.YAML)) {
            session.console().document(document);
            return 0;
        }
        ArrayNode rows = ConnectorDocuments.array(List.of());
        entries.forEach(entry -> rows.add(row(entry, ends)));
        if (format == OutputFormat.JSON || format == OutputFormat.YAML) {
            ObjectNode whole = ConnectorDocuments.object();
            whole.set("offsets", rows);
            session.console().document(whole);
        } else {
            session.console().rows(rows, columns(entries, !ends.isEmpty()));
        }
        return 0;
    }

    private Map<TopicPartition, Long> ends(List<OffsetEntry> entries) {
        Set<TopicPartition> partitions = new HashSet<>();
        entries.forEach(entry -> entry.topicPartition().ifPresent(partitions::add));
        return session.kafka().map(kafka -> kafka.ends(partitions)).orElse(Map.of());
    }

    private static ObjectNode row(OffsetEntry entry, Map<TopicPartition, Long> ends) {
        ObjectNode row = ConnectorDocuments.object();
        row.put(
                "name",
                entry.topicPartition()
                        .map(TopicPartition::toString)
                        .orElse(entry.partition().toString()));
        row.set("partition", entry.partition());
        row.set("offset", entry.offset());
        row.put(
                "position",
                entry.sinkOffset().map(String::valueOf).orElse(entry.offset().toString()));
        Long end = entry.topicPartition().map(ends::get).orElse(null);
        if (end != null) {
            row.put("end", end);
            entry.sinkOffset().ifPresent(offset -> row.put("lag", Math.max(0, end - offset)));
        }
        return row;
    }

    private static List<Column> columns(List<OffsetEntry> entries, boolean hasEnds) {
        boolean isSink =
                entries.stream().anyMatch(entry -> entry.topicPartition().isPresent());
        List<Column> columns = new ArrayList<>();
        if (isSink) {
            columns.add(new Column("TOPIC", "partition.kafka_topic"));
            columns.add(new Column("PARTITION", "partition.kafka_partition"));
        } else {
            columns.add(new Column("PARTITION", "name"));
        }
        columns.add(new Column("OFFSET", "position"));
        if (hasEnds) {
            columns.add(new Column("END", "end"));
            columns.add(new Column("LAG", "lag"));
        }
        return columns;
    }
}
