package org.lsst.efd.integration.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;

/** A file of recorded telemetry, as plain text: the numbers that a replay must have, read without our own reader. */
public record Recorded(String name, List<String> columns, List<List<String>> cells) {

    /** Reads a CSV file with a line of names; the first column is the time. */
    public static Recorded read(Path file) throws IOException {
        List<List<String>> lines = Files.readAllLines(file).stream()
                .map(line -> List.of(line.split(",", -1)))
                .toList();
        return new Recorded(String.valueOf(file.getFileName()), lines.get(0), lines.subList(1, lines.size()));
    }

    /** How many records it has. */
    public int rows() {
        return cells.size();
    }

    /** Fails unless the records, in this order, hold every number of the file to the bit; texts with commas are skipped. */
    public void assertEqualTo(List<Struct> records) {
        assertThat(records).as(name).hasSize(cells.size());
        for (int row = 0; row < cells.size(); row++) {
            List<String> line = cells.get(row);
            for (int column = 1; column < columns.size() && line.size() == columns.size(); column++) {
                Field field = records.get(row).schema().field(columns.get(column));
                Object value = records.get(row).get(field);
                String where = name + " row " + row + " column " + field.name();
                switch (field.schema().type()) {
                    case FLOAT64 ->
                        assertThat(value)
                                .as(where)
                                .isEqualTo(line.get(column).isEmpty() ? null : Double.valueOf(line.get(column)));
                    case INT64 ->
                        assertThat(value)
                                .as(where)
                                .isEqualTo(line.get(column).isEmpty() ? null : Long.valueOf(line.get(column)));
                    default ->
                        assertThat(value == null ? "" : String.valueOf(value))
                                .as(where)
                                .isEqualTo(line.get(column));
                }
            }
        }
    }
}
