package org.lsst.efd.connect.manager.offsets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.lsst.efd.connect.manager.outcome.CommandFailure;

/**
 * One partition and its offset, in the form of the REST API.
 *
 * @param partition a partition of a topic for sinks, whatever the connector chose for sources
 * @param offset the position; JSON null resets the partition
 */
public record OffsetEntry(JsonNode partition, JsonNode offset) {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String TOPIC = "kafka_topic";
    private static final String PARTITION = "kafka_partition";
    private static final String OFFSET = "kafka_offset";

    /** The entry of a sink. */
    public static OffsetEntry ofSink(TopicPartition partition, long offset) {
        return new OffsetEntry(
                NODES.objectNode().put(TOPIC, partition.topic()).put(PARTITION, partition.partition()),
                NODES.objectNode().put(OFFSET, offset));
    }

    /** The partition of a sink's entry; empty for the entry of a source. */
    public Optional<TopicPartition> topicPartition() {
        return partition.has(TOPIC) && partition.has(PARTITION)
                ? Optional.of(new TopicPartition(
                        partition.path(TOPIC).asText(),
                        partition.path(PARTITION).asInt()))
                : Optional.empty();
    }

    /** The offset of a sink's entry. */
    public Optional<Long> sinkOffset() {
        return offset.path(OFFSET).canConvertToLong()
                ? Optional.of(offset.path(OFFSET).asLong())
                : Optional.empty();
    }

    /** The entries of a document: its array {@code offsets}, or that inside {@code before}. */
    public static List<OffsetEntry> in(JsonNode document) {
        JsonNode array = document.has("before") ? document.path("before").path("offsets") : document.path("offsets");
        if (!array.isArray()) {
            throw CommandFailure.usage(
                    "The offsets document has no array \"offsets\"; offsets get -o json shows the form");
        }
        List<OffsetEntry> entries = new ArrayList<>();
        for (JsonNode entry : array) {
            if (!entry.path("partition").isObject() || !entry.has("offset")) {
                throw CommandFailure.usage("An entry of \"offsets\" needs \"partition\" and \"offset\": " + entry);
            }
            entries.add(new OffsetEntry(entry.path("partition"), entry.path("offset")));
        }
        return entries;
    }

    /** The entries of a JSON text. */
    public static List<OffsetEntry> parsed(String text, String file) {
        try {
            return in(new JsonMapper().readTree(text));
        } catch (JsonProcessingException e) {
            throw CommandFailure.usage(file + " is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** The entry written as {@code topic=T,partition=P,offset=N}, or {@code offset=null} to reset. */
    public static OffsetEntry written(String text) {
        Map<String, String> parts = new HashMap<>();
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                parts.put(
                        part.substring(0, equals).strip(),
                        part.substring(equals + 1).strip());
            }
        }
        String topic = parts.getOrDefault("topic", "");
        String offset = parts.getOrDefault("offset", "");
        try {
            int partition = Integer.parseInt(parts.getOrDefault("partition", ""));
            JsonNode position = offset.equals("null")
                    ? NODES.nullNode()
                    : NODES.objectNode().put(OFFSET, Long.parseLong(offset));
            if (!topic.isEmpty()) {
                return new OffsetEntry(NODES.objectNode().put(TOPIC, topic).put(PARTITION, partition), position);
            }
        } catch (NumberFormatException e) {
            throw CommandFailure.usage("'" + text + "' is not topic=T,partition=P,offset=N", e);
        }
        throw CommandFailure.usage("'" + text + "' is not topic=T,partition=P,offset=N");
    }

    /** The document that the REST API takes. */
    public static ObjectNode document(List<OffsetEntry> entries) {
        ObjectNode document = NODES.objectNode();
        ArrayNode array = document.putArray("offsets");
        entries.forEach(entry -> array.addObject()
                .<ObjectNode>set("partition", entry.partition())
                .set("offset", entry.offset()));
        return document;
    }
}
