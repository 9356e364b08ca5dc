package org.lsst.efd.connect.avro.framing;

import org.apache.avro.Schema;
import org.apache.kafka.connect.errors.DataException;

/** How the subject of a schema is named. */
public enum SubjectStrategy {
    /** {@code <topic>-key} or {@code <topic>-value}. */
    TOPIC,
    /** The full name of the record. */
    RECORD,
    /** {@code <topic>-<full name of the record>}. */
    TOPIC_RECORD;

    /**
     * A strategy by its short name or by the name of Confluent's class.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static SubjectStrategy of(String text) {
        return switch (text.substring(text.lastIndexOf('.') + 1)) {
            // the newer default of Confluent's serialisers falls back to the topic's name without associations
            case "topic", "TopicNameStrategy", "AssociatedNameStrategy" -> TOPIC;
            case "record", "RecordNameStrategy" -> RECORD;
            case "topic-record", "TopicRecordNameStrategy" -> TOPIC_RECORD;
            default ->
                throw new IllegalArgumentException(
                        "must be topic, record or topic-record, or one of Confluent's classes"
                                + " TopicNameStrategy, RecordNameStrategy, TopicRecordNameStrategy");
        };
    }

    /**
     * The subject of a schema.
     *
     * @throws DataException if it goes by records and the schema is not one
     */
    String subject(String topic, boolean isKey, Schema schema) {
        return switch (this) {
            case TOPIC -> topic + (isKey ? "-key" : "-value");
            case RECORD -> recordName(topic, schema);
            case TOPIC_RECORD -> topic + "-" + recordName(topic, schema);
        };
    }

    private static String recordName(String topic, Schema schema) {
        if (schema.getType() != Schema.Type.RECORD) {
            throw new DataException("topic " + topic + ": the subject is named after the record, but the data is of"
                    + " Avro type " + schema.getType().getName());
        }
        return schema.getFullName();
    }
}
