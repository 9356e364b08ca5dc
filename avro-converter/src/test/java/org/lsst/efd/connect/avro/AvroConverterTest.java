package org.lsst.efd.connect.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.storage.Converter;
import org.junit.jupiter.api.Test;
import org.lsst.efd.registry.InTestRegistry;
import org.lsst.efd.registry.WireFormat;

final class AvroConverterTest {
    private static final Schema POSITION = SchemaBuilder.struct()
            .name("lsst.sal.MTMount.azimuth")
            .field("private_sndStamp", SchemaBuilder.float64().defaultValue(0.0).build())
            .field("salIndex", Schema.OPTIONAL_INT32_SCHEMA)
            .build();

    @Test
    void isFoundByTheServiceLoader() {
        assertThat(ServiceLoader.load(Converter.class).stream().map(ServiceLoader.Provider::type))
                .contains(AvroConverter.class);
    }

    @Test
    void readsWhatItWroteWithTheRegistry() throws Exception {
        try (InTestRegistry registry = InTestRegistry.start();
                AvroConverter converter = new AvroConverter()) {
            converter.configure(Map.of("schema.registry.url", registry.url().toString()), false);
            Struct struct = new Struct(POSITION).put("private_sndStamp", 1.5).put("salIndex", 3);

            byte[] message = Objects.requireNonNull(converter.fromConnectData("t", POSITION, struct));
            assertThat(WireFormat.isFramed(message)).isTrue();
            SchemaAndValue read = converter.toConnectData("t", message);

            assertThat(((Struct) read.value()).getFloat64("private_sndStamp")).isEqualTo(1.5);
            assertThat(((Struct) read.value()).getInt32("salIndex")).isEqualTo(3);
            assertThat(read.schema().version()).isEqualTo(1);
        }
    }

    @Test
    void nullIsATombstoneInBothDirections() {
        try (AvroConverter converter = new AvroConverter()) {
            converter.configure(Map.of("framing", "static", "static.schema", "\"int\""), false);

            assertThat(converter.fromConnectData("t", Schema.INT32_SCHEMA, null))
                    .isNull();
            assertThat(converter.toConnectData("t", null)).isEqualTo(SchemaAndValue.NULL);
        }
    }

    @Test
    void refusesAConfigurationThatNamesNoRegistry() {
        try (AvroConverter converter = new AvroConverter()) {
            assertThatThrownBy(() -> converter.configure(Map.of(), false))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("schema.registry.url");
        }
    }

    @Test
    void saysWhatIsWrongWithAMessageThatIsNotFramed() {
        try (InTestRegistry registry = InTestRegistry.start();
                AvroConverter converter = new AvroConverter()) {
            converter.configure(Map.of("schema.registry.url", registry.url().toString()), false);

            assertThatThrownBy(() -> converter.toConnectData("t", new byte[] {1, 0, 0, 0, 0, 0}))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("topic t")
                    .hasMessageContaining("GUID");
            assertThatThrownBy(() -> converter.toConnectData("t", new byte[] {0, 0}))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("too short");
        }
    }
}
