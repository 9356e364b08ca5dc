package org.lsst.efd.connect.common.names;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.fields.FieldPath;

/**
 * The template variables of a consumed record: {@code topic} (as the transforms left it, then renamed), {@code
 * partition} (as consumed), {@code field:path}, {@code header:name} and {@code key}.
 *
 * <p>Values must be text, number or boolean. Compiled variables are not thread-safe.
 */
public final class RecordVariables {
    private final TopicRename rename;
    private final Optional<String> forAbsent;

    /**
     * Variables under these rules.
     *
     * @param rename applied to {@code topic}
     * @param forAbsent what stands for a null or absent field, header or key; without it such a record is bad
     */
    public RecordVariables(TopicRename rename, Optional<String> forAbsent) {
        this.rename = rename;
        this.forAbsent = forAbsent;
    }

    /** The variables by name. A plugin that wants fewer or more copies the map. */
    public Map<String, TemplateVariable<SinkRecord>> all() {
        return Map.of(
                "topic", TemplateVariable.plain(record -> rename.apply(record.topic())),
                "partition", TemplateVariable.plain(record -> String.valueOf(record.originalKafkaPartition())),
                "field", TemplateVariable.withArgument(this::field),
                "header", TemplateVariable.withArgument(this::header),
                "key", TemplateVariable.plain(record -> text("key", record.key())));
    }

    private Function<SinkRecord, String> field(String argument) {
        FieldPath path = FieldPath.parse(argument);
        String what = "field " + path;
        return record ->
                text(what, path.readerFor(record.topic(), record.valueSchema()).read(record.value()));
    }

    private Function<SinkRecord, String> header(String name) {
        String what = "header " + name;
        return record -> {
            Header header = record.headers().lastWithName(name);
            return text(what, header == null ? null : header.value());
        };
    }

    private String text(String what, @Nullable Object value) {
        if (value == null) {
            return forAbsent.orElseThrow(() -> new DataException(what + " is absent or null, and a name needs it"));
        }
        if (value instanceof Struct
                || !(value instanceof CharSequence || value instanceof Number || value instanceof Boolean)) {
            throw new DataException(what + " is neither text, number nor boolean, and a name needs it");
        }
        return value.toString();
    }
}
