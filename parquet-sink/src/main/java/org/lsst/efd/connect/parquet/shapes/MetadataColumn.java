package org.lsst.efd.connect.parquet.shapes;

import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.flatten.JsonText;
import org.lsst.efd.connect.parquet.rows.ExtraColumn;
import org.lsst.efd.connect.parquet.rows.RowSource;

/** What Kafka knows of a record, as a column. */
@SuppressWarnings({"JavaUtilDate", "ImmutableEnumChecker"}) // Connect's logical types are Dates; schemas do not change
public enum MetadataColumn {
    /** Topic as consumed. */
    TOPIC(Schema.STRING_SCHEMA, source -> source.record().partition().topic()),
    /** Partition as consumed. */
    PARTITION(Schema.INT32_SCHEMA, source -> source.record().partition().partition()),
    /** Offset as consumed; of a window, that of the record that closed it. */
    OFFSET(Schema.INT64_SCHEMA, source -> source.record().toldOffset()),
    /** Kafka timestamp. */
    TIMESTAMP(
            Timestamp.builder().optional().build(),
            source -> timestamp(source.record().record())),
    /** Key; other than text as JSON. */
    KEY(Schema.OPTIONAL_STRING_SCHEMA, source -> text(source.record().record().key())),
    /** Headers; values other than text as JSON, and the last of equal names. */
    HEADERS(
            SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.OPTIONAL_STRING_SCHEMA)
                    .build(),
            source -> headers(source.record().record()));

    private static final long NANOS_PER_MICRO = 1000;

    private final Schema schema;
    private final Function<RowSource, @Nullable Object> value;

    MetadataColumn(Schema schema, Function<RowSource, @Nullable Object> value) {
        this.schema = schema;
        this.value = value;
    }

    /** The column as rows have it. */
    public ExtraColumn column() {
        return new ExtraColumn("_kafka_" + name().toLowerCase(Locale.ROOT), schema, value);
    }

    /**
     * The column with this name in a configuration.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static MetadataColumn named(String name) {
        return Arrays.stream(values())
                .filter(column -> column.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "must be some of " + Arrays.toString(values()).toLowerCase(Locale.ROOT)));
    }

    /** A column with the event time, rounded to microseconds. */
    public static ExtraColumn eventTime(String name) {
        Schema schema = SchemaBuilder.int64()
                .parameter("avro.logicalType", "timestamp-micros")
                .doc("event time")
                .build();
        return new ExtraColumn(
                name, schema, source -> Math.floorDiv(source.timeNs() + NANOS_PER_MICRO / 2, NANOS_PER_MICRO));
    }

    private static @Nullable Object timestamp(SinkRecord record) {
        return record.timestamp() == null ? null : new Date(record.timestamp());
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null || value instanceof String ? (String) value : JsonText.of(value);
    }

    private static Map<String, @Nullable String> headers(SinkRecord record) {
        Map<String, @Nullable String> texts = new LinkedHashMap<>();
        for (Header header : record.headers()) {
            texts.put(header.key(), text(header.value()));
        }
        return texts;
    }
}
