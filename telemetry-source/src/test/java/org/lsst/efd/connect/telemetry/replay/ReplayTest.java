package org.lsst.efd.connect.telemetry.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lsst.efd.connect.telemetry.SharedData;

final class ReplayTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long NOW = 1_800_000_000L * SECOND;

    @TempDir
    private Path directory;

    @Test
    void movesAllTimesBySameSpan() throws IOException {
        Replay replay = replay(
                """
                time,private_sndStamp,private_efdStamp,state
                1690578631144739000,1690578668.1447399,1690578631.1447399,3
                1690578632144739000,1690578669.1447399,1690578632.1447399,
                """,
                1,
                false);

        Struct record = replay.record(0, NOW);

        assertThat(record.getFloat64("private_efdStamp")).isEqualTo(1_800_000_000.0);
        assertThat(record.getFloat64("private_sndStamp") - 1_800_000_037.0).isBetween(0.0, 1e-6);
        assertThat(record.getInt64("state")).isEqualTo(3);
        assertThat(record.getInt64("sequence")).isEqualTo(0);
        assertThat(replay.record(1, NOW).get("state")).isNull();
        assertThat(replay.schema().field("time")).isNull();
    }

    @Test
    void keepsTimesAsRecorded() throws IOException {
        Replay replay = replay(
                """
                time,private_efdStamp,timestamp
                1690578631144739000,1690578631.1447399,5.5
                """,
                1,
                true);

        Struct record = replay.record(7, NOW);

        assertThat(record.getFloat64("private_efdStamp")).isEqualTo(1690578631.1447399);
        assertThat(record.getFloat64("timestamp")).isEqualTo(5.5);
        assertThat(record.getInt64("sequence")).isEqualTo(7);
    }

    @Test
    void makesTheTimeAxisWhereTheFileHasNone() throws IOException {
        Replay kept = replay("time,a\n1690587375087232000,1\n", 1, true);
        Replay moved = replay("time,a\n1690587375087232000,1\n", 1, false);

        assertThat(kept.record(0, NOW).getFloat64("private_efdStamp")).isEqualTo(1690587375.087232);
        assertThat(moved.record(0, NOW).getFloat64("private_efdStamp")).isEqualTo(1_800_000_000.0);
        assertThat(kept.schema().fields().get(0).name()).isEqualTo("private_efdStamp");
    }

    @Test
    void keepsTheSpacingTimesSpeedAndGoesRound() throws IOException {
        String file = "time,a\n1000000000,1\n1500000000,2\n1400000000,3\n3000000000,4\n";
        Replay original = replay(file, 1, false);
        Replay faster = replay(file, 4, false);

        long[] expected = {0, 500_000_000, 500_000_000, 2_000_000_000, 2_666_666_666L, 3_166_666_666L};
        for (int sequence = 0; sequence < expected.length; sequence++) {
            assertThat(original.pace().elapsedNs(sequence)).isEqualTo(expected[sequence]);
            assertThat(faster.pace().elapsedNs(sequence)).isEqualTo(expected[sequence] / 4);
        }
        assertThat(original.record(5, NOW).getInt64("a")).isEqualTo(2);
    }

    @Test
    void refusesATimeAxisThatIsNotSecondsAndASequenceThatIsTaken() throws IOException {
        assertThatThrownBy(() -> replay("time,private_efdStamp\n1,soon\n", 1, true))
                .hasMessageContaining("private_efdStamp");

        Files.writeString(directory.resolve("t.csv"), "time,sequence\n1,1\n");
        assertThatThrownBy(() -> Replay.files(directory, "t"::equals, "sequence"))
                .hasMessageContaining("choose another sequence.field");
        assertThat(Replay.files(directory, "t"::equals, "")).hasSize(1);
        assertThatThrownBy(() -> Replay.files(directory, name -> false, "")).hasMessageContaining("no file");
    }

    @Test
    void tellsRealTelemetryBitForBit() throws IOException {
        List<Path> files = Replay.files(SharedData.folder("efd"), name -> true, "sequence");
        assertThat(files).isNotEmpty();
        for (Path file : files) {
            Replay replay = Replay.of(file, "n", new ReplayOptions(1, true, Set.of(), "sequence"));
            List<String> lines = Files.readAllLines(file);
            String[] header = lines.get(0).split(",", -1);
            for (int row = 0; row < replay.rows(); row++) {
                assertRow(header, cellsOf(lines.get(row + 1)), replay.record(row, NOW));
            }
        }
    }

    /** Cells of a line, split at the commas that an even number of quotes precedes. */
    private static String[] cellsOf(String line) {
        String[] cells = line.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1);
        for (int i = 0; i < cells.length; i++) {
            if (cells[i].startsWith("\"")) {
                cells[i] = cells[i].substring(1, cells[i].length() - 1).replace("\"\"", "\"");
            }
        }
        return cells;
    }

    private static void assertRow(String[] header, String[] cells, Struct record) {
        for (int i = 0; i < header.length; i++) {
            if (header[i].equals("time")) {
                assertThat(record.getFloat64("private_efdStamp"))
                        .isCloseTo(Long.parseLong(cells[i]) / 1e9, org.assertj.core.data.Offset.offset(1e-6));
            } else if (cells[i].isEmpty()) {
                assertThat(record.get(header[i])).isNull();
            } else if (record.schema().field(header[i]).schema().type() == Schema.Type.FLOAT64) {
                assertThat(Double.doubleToLongBits(record.getFloat64(header[i])))
                        .isEqualTo(Double.doubleToLongBits(Double.parseDouble(cells[i])));
            } else {
                assertThat(String.valueOf(record.get(header[i]))).isEqualTo(cells[i]);
            }
        }
    }

    private Replay replay(String content, double speed, boolean keepsTime) throws IOException {
        Path file = Files.writeString(directory.resolve("a.csv"), content);
        return Replay.of(
                file, "n", new ReplayOptions(speed, keepsTime, Set.of("private_sndStamp", "timestamp"), "sequence"));
    }
}
