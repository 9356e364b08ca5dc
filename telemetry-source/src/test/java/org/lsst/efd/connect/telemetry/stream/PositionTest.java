package org.lsst.efd.connect.telemetry.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

final class PositionTest {
    @Test
    void comesBackFromTheOffset() {
        Position position = new Position(7, 1_700_000_000_000_000_000L);

        assertThat(Position.ofOffset(position.toOffset())).isEqualTo(position);
    }

    @Test
    void takesAnOffsetWrittenByHand() {
        assertThat(Position.ofOffset(Map.of("sequence", 41))).isEqualTo(new Position(41, null));
    }

    @Test
    void refusesWhatIsNoOffset() {
        for (Map<String, ?> wrong : java.util.List.<Map<String, ?>>of(
                Map.of(),
                Map.of("sequence", "1"),
                Map.of("sequence", -1),
                Map.of("sequence", 1.5),
                Map.of("offset", 1),
                Map.of("sequence", 1, "dueNs", "now"))) {
            assertThatThrownBy(() -> Position.ofOffset(wrong)).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void keepsTheOrderOfKeysThatConnectGivesToAlteredPartitions() {
        Map<String, String> written = new LinkedHashMap<>();
        written.put("topic", "a.b");
        written.put("mode", "generate");
        Map<String, String> altered = new HashMap<>(written);

        assertThat(Position.partition("generate", "a.b").toString()).isEqualTo(altered.toString());
    }

    @Test
    void checksPartitions() {
        Position.checkPartition(Position.partition("replay", "t"), "replay");

        for (Map<String, ?> wrong : java.util.List.<Map<String, ?>>of(
                Map.of("mode", "generate", "topic", "t"),
                Map.of("mode", "replay"),
                Map.of("mode", "replay", "topic", ""),
                Map.of("mode", "replay", "topic", 3),
                Map.of("mode", "replay", "topic", "t", "x", "y"))) {
            assertThatThrownBy(() -> Position.checkPartition(wrong, "replay"))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("\"topic\"");
        }
    }
}
