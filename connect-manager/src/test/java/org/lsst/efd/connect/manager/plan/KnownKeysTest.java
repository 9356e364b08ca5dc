package org.lsst.efd.connect.manager.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class KnownKeysTest {
    private final KnownKeys keys = new KnownKeys(List.of("influxdb.url", "influxdb.database"));

    @Test
    void namesTheNearestKnownKeyOfATypo() {
        assertThat(keys.unknownIn(List.of("influxdb.databse")))
                .containsExactly(new KnownKeys.UnknownKey("influxdb.databse", Optional.of("influxdb.database")));
        assertThat(keys.unknownIn(List.of("wholly.different.thing")))
                .containsExactly(new KnownKeys.UnknownKey("wholly.different.thing", Optional.empty()));
    }

    @Test
    void acceptsDeclaredKeysFrameworkKeysAndKeysThatAreHandedOn() {
        assertThat(keys.unknownIn(List.of(
                        "influxdb.url",
                        "tasks.max",
                        "transforms.a.type",
                        "consumer.override.metadata.max.age.ms",
                        "value.converter.schema.registry.url",
                        "errors.tolerance",
                        "connect.manager.group")))
                .isEmpty();
    }
}
