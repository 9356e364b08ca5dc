package org.lsst.efd.connect.manager.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.common.TopicPartition;
import org.lsst.efd.connect.manager.kafka.KafkaQueries;
import org.lsst.efd.connect.manager.offsets.OffsetEntry;
import org.lsst.efd.connect.manager.offsets.RewindTarget;
import org.lsst.efd.connect.manager.outcome.CommandFailure;
import org.lsst.efd.connect.manager.output.Column;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "rewind", description = "Lets a sink read again from a time, or from the beginning.")
final class OffsetsRewindCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "NAME", description = "The sink.")
    private String name = "";

    @Option(
            names = "--to",
            required = true,
            paramLabel = "WHERE",
            description = "earliest, latest, an ISO time, or -1h.")
    private String to = "";

    @Option(names = "--topics", paramLabel = "REGEX", description = "Only these topics, full match.")
    private String topics = ".*";

    @Option(names = "--dry-run", description = "Show what would be read again; change nothing.")
    private boolean dryRun;

    @Option(names = "--stop", description = "Stop it, wait, set, and let it run again.")
    private boolean stop;

    OffsetsRewindCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        RewindTarget target = RewindTarget.written(to, session.surroundings().clock());
        KafkaQueries kafka = session.requiredKafka("Where to rewind to");
        Map<TopicPartition, Long> now = committed();
        Map<TopicPartition, Long> targets = target.offsets(kafka, now.keySet());
        List<OffsetEntry> entries = new ArrayList<>();
        ArrayNode rows = ConnectorDocuments.array(List.of());
        long again = 0;
        for (Map.Entry<TopicPartition, Long> offset : now.entrySet()) {
            TopicPartition partition = offset.getKey();
            long wanted = targets.getOrDefault(partition, offset.getValue());
            if (wanted != offset.getValue()) {
                entries.add(OffsetEntry.ofSink(partition, wanted));
                again += Math.max(0, offset.getValue() - wanted);
                rows.addObject()
                        .put("name", partition.toString())
                        .put("topic", partition.topic())
                        .put("partition", partition.partition())
                        .put("from", offset.getValue())
                        .put("to", wanted)
                        .put("records", offset.getValue() - wanted);
            }
        }
        session.console().remark(again + " records of " + entries.size() + " partitions will be read again");
        if (dryRun) {
            session.console().rows(rows, columns());
        } else if (!entries.isEmpty()) {
            new OffsetChange(session).carryOut(name, stop, OffsetEntry.document(entries));
        }
        return 0;
    }

    private Map<TopicPartition, Long> committed() {
        Pattern pattern = pattern();
        Map<TopicPartition, Long> committed =
                new TreeMap<>(Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition));
        for (OffsetEntry entry : OffsetEntry.in(session.cluster().offsets(name))) {
            TopicPartition partition = entry.topicPartition()
                    .orElseThrow(
                            () -> CommandFailure.usage(name + " is a source: rewind is for sinks; use offsets set"));
            if (pattern.matcher(partition.topic()).matches()) {
                entry.sinkOffset().ifPresent(offset -> committed.put(partition, offset));
            }
        }
        return committed;
    }

    private Pattern pattern() {
        try {
            return Pattern.compile(topics);
        } catch (PatternSyntaxException e) {
            throw CommandFailure.usage("--topics " + topics + " is no regular expression: " + e.getDescription(), e);
        }
    }

    private static List<Column> columns() {
        return List.of(
                new Column("TOPIC", "topic"),
                new Column("PARTITION", "partition"),
                new Column("NOW", "from"),
                new Column("THEN", "to"),
                new Column("RECORDS AGAIN", "records"));
    }
}
