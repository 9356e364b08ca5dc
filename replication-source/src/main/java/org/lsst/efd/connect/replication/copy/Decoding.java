package org.lsst.efd.connect.replication.copy;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.storage.Converter;

/** Turns the bytes of the source into Connect data, for transforms that look into records. */
public record Decoding(Converter keys, Converter values) {
    /**
     * Makes a converter that the worker can load, also one of another plugin.
     *
     * @throws IllegalArgumentException if there is none of this name
     */
    public static Converter load(String className) {
        try {
            return Utils.newInstance(className, Converter.class);
        } catch (ClassNotFoundException | RuntimeException wrong) {
            throw new IllegalArgumentException("names no converter that the worker can load: " + className, wrong);
        }
    }

    /** Converters of these classes, with their own settings. */
    public static Decoding of(
            String keyClass, Map<String, String> keySettings, String valueClass, Map<String, String> valueSettings) {
        Converter keys = load(keyClass);
        keys.configure(keySettings, true);
        Converter values = load(valueClass);
        values.configure(valueSettings, false);
        return new Decoding(keys, values);
    }

    SchemaAndValue key(ConsumerRecord<byte[], byte[]> record) {
        return keys.toConnectData(record.topic(), record.headers(), record.key());
    }

    SchemaAndValue value(ConsumerRecord<byte[], byte[]> record) {
        return values.toConnectData(record.topic(), record.headers(), record.value());
    }
}
