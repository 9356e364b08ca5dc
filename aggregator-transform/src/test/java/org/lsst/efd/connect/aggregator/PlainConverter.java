package org.lsst.efd.connect.aggregator;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.storage.Converter;
import org.jspecify.annotations.Nullable;

/** Reads a number as a struct with the field {@code x}; {@code later} as a failure that passes, all else as bad. */
public final class PlainConverter implements Converter {
    static final Schema SCHEMA =
            SchemaBuilder.struct().field("x", Schema.FLOAT64_SCHEMA).build();

    /** While true, {@code later} cannot be read. */
    static boolean isRegistryAway;

    @Override
    public void configure(Map<String, ?> configuration, boolean isKey) {}

    @Override
    public byte[] fromConnectData(String topic, Schema schema, Object value) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SchemaAndValue toConnectData(String topic, byte @Nullable [] value) {
        if (value == null) {
            return SchemaAndValue.NULL;
        }
        String text = new String(value, StandardCharsets.UTF_8);
        if (text.equals("later") && isRegistryAway) {
            throw new RetriableException("the registry is away");
        }
        try {
            return new SchemaAndValue(
                    SCHEMA, new Struct(SCHEMA).put("x", text.equals("later") ? 0 : Double.parseDouble(text)));
        } catch (NumberFormatException wrong) {
            throw new DataException("no number", wrong);
        }
    }
}
