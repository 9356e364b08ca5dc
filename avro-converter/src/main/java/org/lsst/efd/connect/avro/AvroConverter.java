package org.lsst.efd.connect.avro;

import java.time.Clock;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.storage.Converter;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.avro.framing.Framing;
import org.lsst.efd.connect.common.settings.PluginVersion;
import org.lsst.efd.registry.Sleeper;

/**
 * Avro bytes as Connect data and back, for keys and values: with the ids of a schema registry, with the schema inside each
 * message, or with configured schemas. It reads and writes what Confluent's converter writes and reads, with the same
 * keys.
 *
 * <p>Not thread-safe: each task has its own, as Connect makes them.
 */
public final class AvroConverter implements Converter, Versioned {
    private final Clock clock;
    private final Sleeper sleeper;
    private @Nullable Framing framing;

    /** For Connect, which configures it next. */
    public AvroConverter() {
        this(Clock.systemUTC(), Sleeper.REAL);
    }

    AvroConverter(Clock clock, Sleeper sleeper) {
        this.clock = clock;
        this.sleeper = sleeper;
    }

    @Override
    public String version() {
        return PluginVersion.of(AvroConverter.class);
    }

    @Override
    public ConfigDef config() {
        return AvroConverterConfig.SETTINGS.configDef();
    }

    /**
     * Reads the configuration; the registry is asked only when data comes.
     *
     * @throws org.apache.kafka.common.config.ConfigException on the first key at fault
     */
    @Override
    public void configure(Map<String, ?> configuration, boolean isKey) {
        framing = AvroConverterConfig.of(configuration, isKey).framing(clock, sleeper);
    }

    private Framing configured() {
        if (framing == null) {
            throw new IllegalStateException("configure comes first");
        }
        return framing;
    }

    @Override
    public byte @Nullable [] fromConnectData(String topic, @Nullable Schema schema, @Nullable Object value) {
        return value == null ? null : configured().encode(topic, schema, value);
    }

    @Override
    public SchemaAndValue toConnectData(String topic, byte @Nullable [] value) {
        return value == null ? SchemaAndValue.NULL : configured().decode(topic, value);
    }

    @Override
    public void close() {
        if (framing != null) {
            framing.close();
            framing = null;
        }
    }
}
