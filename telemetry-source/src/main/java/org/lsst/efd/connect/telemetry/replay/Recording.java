package org.lsst.efd.connect.telemetry.replay;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a CSV file has recorded: rows with a time each, and typed columns.
 *
 * <p>The file has a header, a column {@code time} in nanoseconds since the epoch, UTC, and the same number of cells in
 * each row. It is read twice: once for the types, over all rows, and once for the values.
 */
final class Recording {
    static final String TIME = "time";

    private final List<Column> columns;
    private final long[] timesNs;

    private Recording(List<Column> columns, long[] timesNs) {
        this.columns = List.copyOf(columns);
        this.timesNs = timesNs;
    }

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException if it cannot be read as described; the message names file and line
     */
    static Recording read(Path file) {
        Shape shape = read(file, Shape::of);
        return read(file, reader -> shape.fill(reader));
    }

    /**
     * The names of the columns, without reading more than the header.
     *
     * @throws IllegalArgumentException if it cannot be used
     */
    static List<String> header(Path file) {
        return read(file, reader -> headerOf(reader.iterator().next()));
    }

    private static <T> T read(Path file, java.util.function.Function<CsvReader<CsvRecord>, T> reading) {
        try (CsvReader<CsvRecord> reader =
                CsvReader.builder().detectBomHeader(true).ofCsvRecord(file)) {
            return reading.apply(reader);
        } catch (IOException | UncheckedIOException | CsvParseException | java.util.NoSuchElementException failure) {
            throw new IllegalArgumentException(file + ": cannot be read as CSV: " + failure.getMessage(), failure);
        } catch (IllegalArgumentException refusal) {
            throw new IllegalArgumentException(file.getFileName() + ": " + refusal.getMessage(), refusal);
        }
    }

    private static List<String> headerOf(CsvRecord first) {
        List<String> header = first.getFields();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < header.size(); i++) {
            if (header.get(i).isBlank()) {
                throw new IllegalArgumentException("column " + (i + 1) + " has no name");
            }
            if (!names.add(header.get(i))) {
                throw new IllegalArgumentException("two columns are called " + header.get(i));
            }
        }
        if (!names.contains(TIME)) {
            throw new IllegalArgumentException("has no column " + TIME + " (nanoseconds since the epoch, UTC)");
        }
        return header;
    }

    int rows() {
        return timesNs.length;
    }

    /** The columns in the order of the file, without {@code time}. */
    List<Column> columns() {
        return columns;
    }

    /** When a row was recorded, nanoseconds since the epoch, UTC. */
    long timeNs(int row) {
        return timesNs[row];
    }

    /** What the first reading finds out. */
    private record Shape(List<String> header, int rows, List<CellType> types, List<Boolean> haveBlanks) {
        static Shape of(CsvReader<CsvRecord> reader) {
            List<String> header = List.of();
            List<EnumSet<CellType>> fitting = new ArrayList<>();
            boolean[] haveBlanks = new boolean[0];
            int rows = -1;
            for (CsvRecord record : reader) {
                if (rows++ < 0) {
                    header = headerOf(record);
                    header.forEach(name -> fitting.add(EnumSet.allOf(CellType.class)));
                    haveBlanks = new boolean[header.size()];
                } else {
                    narrow(record, fitting, haveBlanks);
                }
            }
            if (rows < 1) {
                throw new IllegalArgumentException("has no rows");
            }
            List<Boolean> blanks = new ArrayList<>();
            for (boolean hasBlanks : haveBlanks) {
                blanks.add(hasBlanks);
            }
            return new Shape(
                    header, rows, fitting.stream().map(Shape::narrowest).toList(), blanks);
        }

        private static void narrow(CsvRecord record, List<EnumSet<CellType>> fitting, boolean[] haveBlanks) {
            for (int i = 0; i < haveBlanks.length; i++) {
                String cell = record.getField(i);
                if (cell.isEmpty()) {
                    haveBlanks[i] = true;
                } else {
                    fitting.get(i).removeIf(type -> !type.fits(cell));
                }
            }
        }

        /** A column with nothing but blanks fits every type; it is text. */
        private static CellType narrowest(EnumSet<CellType> fitting) {
            return fitting.size() == CellType.values().length
                    ? CellType.STRING
                    : fitting.iterator().next();
        }

        Recording fill(CsvReader<CsvRecord> reader) {
            int timeAt = header.indexOf(TIME);
            List<Column> columns = new ArrayList<>();
            for (int i = 0; i < header.size(); i++) {
                columns.add(new Column(header.get(i), types.get(i), haveBlanks.get(i), rows));
            }
            long[] timesNs = new long[rows];
            int row = -1;
            for (CsvRecord record : reader) {
                if (row >= 0) {
                    timesNs[row] = time(record, timeAt);
                    for (int i = 0; i < columns.size(); i++) {
                        columns.get(i).set(row, record.getField(i));
                    }
                }
                row++;
            }
            if (row != rows) {
                throw new IllegalArgumentException("changed while it was read");
            }
            columns.remove(timeAt);
            return new Recording(columns, Arrays.copyOf(timesNs, rows));
        }

        private static long time(CsvRecord record, int timeAt) {
            try {
                return Long.parseLong(record.getField(timeAt));
            } catch (NumberFormatException notWhole) {
                throw new IllegalArgumentException(
                        "line " + record.getStartingLineNumber() + ": " + TIME + " is not a whole number", notWhole);
            }
        }
    }
}
