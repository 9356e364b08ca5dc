package org.lsst.efd.connect.common.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

class SourceStartTest {
    private static final Map<String, Object> UNKNOWN = Map.of("bootstrap.servers", "no-such-name.invalid:9092");

    private long nowMs;
    private int tries;

    @Test
    void isTriedAgainWhileNoNameIsKnown() {
        SourceStart<String> start = new SourceStart<>(() -> nowMs, "no-such-name", () -> {
            tries++;
            if (tries == 1) {
                Admin.create(UNKNOWN).close();
            } else if (tries == 2) {
                new KafkaConsumer<>(UNKNOWN, new ByteArrayDeserializer(), new ByteArrayDeserializer()).close();
            }
            return "begun";
        });
        assertThat(start.running()).isEmpty();
        assertThat(start.running()).isEmpty();
        assertThat(tries).as("not at once").isEqualTo(1);
        nowMs += 5_000;
        assertThat(start.running()).isEmpty();
        nowMs += 10_000;
        assertThat(start.running()).contains("begun");
        assertThat(start.running()).contains("begun");
        assertThat(tries).isEqualTo(3);
    }

    @Test
    void anythingElseIsAFailure() {
        SourceStart<String> start = new SourceStart<>(() -> nowMs, "no-such-name", () -> {
            throw new KafkaException("no");
        });
        assertThatThrownBy(start::running).hasMessage("no");
    }
}
