package org.lsst.efd.connect.parquet.paths;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.names.NameTemplate;
import org.lsst.efd.connect.common.names.RecordVariables;
import org.lsst.efd.connect.common.names.TemplateVariable;
import org.lsst.efd.connect.common.names.TopicRename;

/**
 * The template of directories, compiled once: {@code ${topic}/year=${date:yyyy}}. A path depends on nothing but the record,
 * so that a replay leads to the same files. Not thread-safe.
 */
public final class PathTemplate {
    private static final String DATE = "date";
    private static final Set<String> VALUE_VARIABLES = Set.of("field", "header", "key");

    private final NameTemplate<Expansion> template;
    private final boolean isSameForAllValues;
    private DatePattern.@Nullable Unit unit;

    /** What one expansion needs and leaves behind. */
    private static final class Expansion {
        private final SinkRecord record;
        private final long timeNs;
        private final List<String> values = new ArrayList<>(2);

        Expansion(SinkRecord record, long timeNs) {
            this.record = record;
            this.timeNs = timeNs;
        }
    }

    /**
     * Compiles a template.
     *
     * @param forAbsent what stands for an absent field, header or key
     * @throws IllegalArgumentException if it is wrong, with what to write instead
     */
    public PathTemplate(String text, TopicRename rename, String forAbsent) {
        Map<String, TemplateVariable<Expansion>> known = new HashMap<>();
        new RecordVariables(rename, Optional.of(forAbsent))
                .all()
                .forEach((name, variable) -> known.put(name, adapted(name, variable)));
        known.put(DATE, TemplateVariable.withArgument(this::date));
        if (Stream.of(text.split("/", -1)).anyMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."))) {
            throw new IllegalArgumentException(
                    "must be a relative path: no part of it may be empty, . or .., and it must not begin or end with /");
        }
        this.template = NameTemplate.compile(text, known);
        this.isSameForAllValues = VALUE_VARIABLES.stream().noneMatch(template::uses);
    }

    private static TemplateVariable<Expansion> adapted(String name, TemplateVariable<SinkRecord> variable) {
        return argument -> {
            Function<SinkRecord, String> text = variable.compile(argument);
            if (!VALUE_VARIABLES.contains(name)) {
                return expansion -> PathSegment.ofTopic(text.apply(expansion.record));
            }
            return expansion -> {
                String value = PathSegment.ofValue(text.apply(expansion.record));
                expansion.values.add(value);
                return value;
            };
        };
    }

    private Function<Expansion, String> date(String pattern) {
        DatePattern date = DatePattern.compile(pattern);
        unit = unit == null || date.unit().compareTo(unit) > 0 ? date.unit() : unit;
        return expansion -> date.text(expansion.timeNs);
    }

    /** Whether event time leads to the directory. */
    public boolean usesTime() {
        return unit != null;
    }

    /** Whether nothing but topic, partition and time leads to the directory. */
    public boolean isSameForAllValues() {
        return isSameForAllValues;
    }

    /**
     * The directory of a record.
     *
     * @param timeNs its event time; no matter unless {@link #usesTime}
     * @throws DataException if a value is neither text, number nor boolean
     */
    public FilePath expand(SinkRecord record, long timeNs) {
        Expansion expansion = new Expansion(record, timeNs);
        String directory = template.expand(expansion);
        DatePattern.Unit bucket = unit;
        return bucket == null
                ? new FilePath(directory, expansion.values, Long.MIN_VALUE, Long.MAX_VALUE)
                : new FilePath(
                        directory,
                        expansion.values,
                        DatePattern.startNs(bucket, timeNs),
                        DatePattern.endNs(bucket, timeNs));
    }

    @Override
    public String toString() {
        return template.toString();
    }
}
