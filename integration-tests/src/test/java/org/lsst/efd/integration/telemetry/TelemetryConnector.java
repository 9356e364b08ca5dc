package org.lsst.efd.integration.telemetry;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Configurations of the telemetry source, and how to read what it has written as JSON. */
final class TelemetryConnector {
    private static final Pattern SEQUENCE = Pattern.compile("\"sequence\":(\\d+)");

    private TelemetryConnector() {}

    /** A configuration with these settings; records are JSON without schemas. */
    static Map<String, String> configuration(String name, Map<String, String> settings) {
        Map<String, String> configuration = new HashMap<>();
        configuration.put("name", name);
        configuration.put("connector.class", "org.lsst.efd.connect.telemetry.TelemetrySourceConnector");
        configuration.put("exactly.once.support", "required");
        configuration.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        configuration.put("value.converter.schemas.enable", "false");
        configuration.put("topic.creation.default.partitions", "1");
        configuration.put("topic.creation.default.replication.factor", "1");
        configuration.putAll(settings);
        return configuration;
    }

    /** The text of a record. */
    static String text(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.value(), StandardCharsets.UTF_8);
    }

    /** The numbers of records, in their order. */
    static List<Long> sequences(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream()
                .map(record -> {
                    Matcher matcher = SEQUENCE.matcher(text(record));
                    if (!matcher.find()) {
                        throw new AssertionError("a record without a number: " + text(record));
                    }
                    return Long.parseLong(matcher.group(1));
                })
                .toList();
    }
}
