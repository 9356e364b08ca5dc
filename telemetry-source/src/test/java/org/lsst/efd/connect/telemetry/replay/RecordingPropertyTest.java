package org.lsst.efd.connect.telemetry.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

final class RecordingPropertyTest {
    private Path file = Path.of("");

    @BeforeProperty
    void makeFile() throws IOException {
        file = Files.createTempFile("recording", ".csv");
    }

    @AfterProperty
    void removeFile() throws IOException {
        Files.delete(file);
    }

    @Property(tries = 200)
    void keepsDoublesBitForBit(@ForAll @NotEmpty List<Double> doubles) throws IOException {
        Column column = roundTrip(doubles.stream().map(String::valueOf).toList());

        assertThat(column.type()).isEqualTo(CellType.DOUBLE);
        for (int row = 0; row < doubles.size(); row++) {
            assertThat(Double.doubleToLongBits((Double) value(column, row)))
                    .isEqualTo(Double.doubleToLongBits(doubles.get(row)));
        }
    }

    @Property(tries = 200)
    void keepsLongs(@ForAll @NotEmpty List<Long> longs) throws IOException {
        Column column = roundTrip(longs.stream().map(String::valueOf).toList());

        assertThat(column.type()).isEqualTo(CellType.LONG);
        for (int row = 0; row < longs.size(); row++) {
            assertThat(column.at(row)).isEqualTo(longs.get(row));
        }
    }

    @Property(tries = 200)
    void keepsTextsWhateverTheyHold(@ForAll @Size(min = 1, max = 5) List<String> texts) throws IOException {
        List<String> cells = new java.util.ArrayList<>(texts);
        cells.add("x");
        Column column = roundTrip(cells);

        assertThat(column.type()).isEqualTo(CellType.STRING);
        for (int row = 0; row < cells.size(); row++) {
            assertThat(column.at(row)).isEqualTo(cells.get(row).isEmpty() ? null : cells.get(row));
        }
    }

    @Example
    void takesTheNarrowestTypeThatFitsTheWholeColumn() throws IOException {
        assertThat(roundTrip(List.of("1", "-2", "")).type()).isEqualTo(CellType.LONG);
        assertThat(roundTrip(List.of("1", "2.5", "")).type()).isEqualTo(CellType.DOUBLE);
        assertThat(roundTrip(List.of("-0", "1")).at(0)).isEqualTo(-0.0);
        assertThat(roundTrip(List.of("nan", "-inf", "1")).at(1)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(roundTrip(List.of("True", "false", "")).type()).isEqualTo(CellType.BOOLEAN);
        assertThat(roundTrip(List.of("True", "1")).type()).isEqualTo(CellType.STRING);
        assertThat(roundTrip(List.of("007", "8")).type()).isEqualTo(CellType.STRING);
        assertThat(roundTrip(List.of("1d", "0x1p3")).type()).isEqualTo(CellType.STRING);
        assertThat(roundTrip(List.of("52c89a49", "1")).type()).isEqualTo(CellType.STRING);
        assertThat(roundTrip(List.of("", "")).type()).isEqualTo(CellType.STRING);
        assertThat(roundTrip(List.of("", "1.5")).at(0)).isNull();
        assertThat(roundTrip(List.of("", "1.5")).hasBlanks()).isTrue();
        assertThat(roundTrip(List.of("1.5", "1.5")).hasBlanks()).isFalse();
    }

    @Example
    void saysWhatIsWrongWithAFile() {
        assertRefused("", "has no rows");
        assertRefused("a,b\n1,2\n", "no column time");
        assertRefused("time,a,a\n1,2,3\n", "two columns are called a");
        assertRefused(",time\n0,1\n", "column 1 has no name");
        assertRefused("time,a\n", "has no rows");
        assertRefused("time,a\n1,2\nx,3\n", "line 3: time is not a whole number");
        assertRefused("time,a\n1,2\n2\n", "cannot be read as CSV");
    }

    private void assertRefused(String content, String reason) {
        assertThatThrownBy(() -> {
                    Files.writeString(file, content);
                    Recording.read(file);
                })
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    private static Object value(Column column, int row) {
        Object value = column.at(row);
        if (value == null) {
            throw new AssertionError("no value in row " + row);
        }
        return value;
    }

    private Column roundTrip(List<String> cells) throws IOException {
        StringBuilder text = new StringBuilder("time,column\r\n");
        for (int row = 0; row < cells.size(); row++) {
            text.append(row).append(',');
            String cell = cells.get(row);
            text.append(cell.isEmpty() ? "" : "\"" + cell.replace("\"", "\"\"") + "\"");
            text.append("\r\n");
        }
        Files.writeString(file, text);
        Recording recording = Recording.read(file);
        assertThat(recording.rows()).isEqualTo(cells.size());
        return recording.columns().get(0);
    }
}
