package org.lsst.efd.connect.common.aggregate;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.lsst.efd.connect.common.flatten.Flattener;
import org.lsst.efd.connect.common.names.NameTemplate;
import org.lsst.efd.window.WindowGrid;
import org.lsst.efd.window.statistics.SamplePool;
import org.lsst.efd.window.statistics.Statistics;

/**
 * How records are aggregated; made by {@link AggregateSettings#read}. Immutable.
 *
 * @param grid where windows begin and end, and when they close
 * @param statistics what is told of every column
 * @param columns which numbers of a record become columns
 * @param groups how records are told apart
 * @param names what topics, schemas and fields are called
 * @param keyMode the key of an aggregated record
 * @param timestamp its Kafka timestamp
 * @param late what becomes of late records
 * @param futureLimit how far ahead of the wall clock an event time may be
 * @param samplesMaxBytes how many bytes of samples one task may hold
 */
public record AggregateRules(
        WindowGrid grid,
        Statistics statistics,
        ColumnRules columns,
        GroupRules groups,
        NameRules names,
        KeyMode keyMode,
        RecordTimestamp timestamp,
        LatePolicy late,
        Duration futureLimit,
        long samplesMaxBytes) {

    /**
     * Which numbers of a record become columns.
     *
     * @param flattener names nested fields, and selects
     * @param units units by flattened field name that replace those of the source
     * @param countOnlyTopics topics of which only records are counted
     */
    record ColumnRules(
            Flattener flattener,
            ArrayMode arrays,
            ArrayOutput arrayOutput,
            BooleanMode booleans,
            Map<String, String> units,
            Pattern countOnlyTopics) {
        public ColumnRules {
            units = Map.copyOf(units);
        }
    }

    /**
     * How records are told apart.
     *
     * @param fields whose values make the group
     * @param max how many groups of a topic may be open
     */
    record GroupRules(List<GroupField> fields, int max) {
        public GroupRules {
            fields = List.copyOf(fields);
        }
    }

    /** What topics, schemas and fields are called. */
    record NameRules(NameTemplate<String> topic, NameTemplate<String> schema, NameTemplate<FieldName> field) {}

    /** What a field is named after. */
    record FieldName(String statistic, String field) {}

    /** The topic to which the windows of a topic go. */
    public String aggregatedTopic(String topic) {
        return names.topic().expand(topic);
    }

    /** Whether a group field is in the key, so that keys must be read. */
    public boolean groupsByKey() {
        return groups.fields().stream().anyMatch(GroupField::isInKey);
    }

    /** A pool for the samples of one task. */
    public SamplePool samplePool() {
        return new SamplePool(samplesMaxBytes);
    }
}
