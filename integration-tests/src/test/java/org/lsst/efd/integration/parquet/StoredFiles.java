package org.lsst.efd.integration.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;
import org.lsst.efd.integration.sink.StoredNumbers;

/**
 * What the files below a root hold. Each look reads the footer of every file that is new: one that can be seen must be
 * whole at once. Not thread-safe.
 */
final class StoredFiles implements StoredNumbers {
    private static final String STAGED = ".efd-";

    private final Place place;
    private final Path copies;
    private final Map<String, Long> recordsOfFiles = new HashMap<>();

    /**
     * Nothing is read yet.
     *
     * @param copies where files are copied to, so that every reader can read them
     */
    StoredFiles(Place place, Path copies) {
        this.place = place;
        this.copies = copies;
    }

    @Override
    public String name() {
        return place.name();
    }

    @Override
    public long count(String topic) {
        return published(topic).stream().mapToLong(this::records).sum();
    }

    /** All published files of a topic, which has a directory of its own. */
    List<String> published(String topic) {
        return all().stream().filter(file -> file.startsWith(topic + "/")).toList();
    }

    /** All that should not be there when no task runs. */
    List<String> leftBehind() {
        return all().stream()
                .filter(file -> file.contains(STAGED) || !file.endsWith(".parquet"))
                .toList();
    }

    private List<String> all() {
        try {
            return place.files();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private long records(String file) {
        return recordsOfFiles.computeIfAbsent(file, unknown -> {
            try (ParquetFileReader reader = ParquetFileReader.open(place.open(file))) {
                return Long.parseLong(reader.getFooter()
                        .getFileMetaData()
                        .getKeyValueMetaData()
                        .getOrDefault("efd.records", "-1"));
            } catch (IOException damaged) {
                throw new UncheckedIOException(place.name() + ": " + file + " cannot be read", damaged);
            }
        });
    }

    @Override
    public long[] numbers(String topic) {
        copy(topic);
        return rows(topic, "sequence", "").stream()
                .mapToLong(row -> number(row, "sequence").longValue())
                .toArray();
    }

    /** Copies the published files of a topic, and reads all of each with parquet-avro. */
    void copy(String topic) {
        try {
            for (String file : published(topic)) {
                Path copy = copies.resolve(file);
                if (!Files.exists(copy)) {
                    Files.createDirectories(Objects.requireNonNull(copy.getParent()));
                    Files.write(copy, bytes(place.open(file)));
                    List<GenericRecord> records = org.lsst.efd.connect.parquet.read.Files.records(copy);
                    assertThat(records).as(file).hasSize((int) records(file));
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static byte[] bytes(InputFile file) throws IOException {
        byte[] bytes = new byte[(int) file.getLength()];
        try (SeekableInputStream stream = file.newStream()) {
            stream.readFully(bytes);
        }
        return bytes;
    }

    /** A cell of such a row that holds a number. */
    static Number number(Map<String, Object> row, String column) {
        return (Number) Objects.requireNonNull(row.get(column), column);
    }

    /** What DuckDB answers about the copies of a topic. */
    List<Map<String, Object>> rows(String topic, String columns, String rest) {
        try {
            return org.lsst.efd.connect.parquet.read.Files.duckdb("SELECT " + columns + " FROM read_parquet('"
                    + copies.resolve(topic)
                    + "/**/*.parquet', union_by_name=true, hive_partitioning=false, filename=true) "
                    + rest);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
