package org.lsst.efd.connect.parquet.read;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.LocalInputFile;

/** Published files below a directory, and what readers find in them. */
public final class Files {
    private Files() {}

    /** All published files below a root, in the order of their names. */
    public static List<Path> below(Path root) {
        if (!java.nio.file.Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> all = java.nio.file.Files.walk(root)) {
            return all.filter(java.nio.file.Files::isRegularFile)
                    .filter(file -> !file.toString().contains(".efd-"))
                    .sorted()
                    .toList();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Staged files that were left. */
    public static List<Path> staged(Path root) {
        Path staging = root.resolve(".efd-staging");
        if (!java.nio.file.Files.isDirectory(staging)) {
            return List.of();
        }
        try (Stream<Path> all = java.nio.file.Files.list(staging)) {
            return all.toList();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The records of a file as parquet-avro or Avro reads them. */
    public static List<GenericRecord> records(Path file) throws IOException {
        List<GenericRecord> records = new ArrayList<>();
        if (file.toString().endsWith(".avro")) {
            try (DataFileReader<GenericRecord> reader =
                    new DataFileReader<>(file.toFile(), new GenericDatumReader<>())) {
                reader.forEach(records::add);
            }
            return records;
        }
        try (ParquetReader<GenericRecord> reader = AvroParquetReader.<GenericRecord>builder(new LocalInputFile(file))
                .build()) {
            for (GenericRecord record = reader.read(); record != null; record = reader.read()) {
                records.add(record);
            }
        }
        return records;
    }

    /** The footer of a Parquet file. */
    public static ParquetMetadata footer(Path file) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
            return reader.getFooter();
        }
    }

    /** Rows that DuckDB gives for a query. */
    public static List<Map<String, Object>> duckdb(String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone='UTC'");
            try (ResultSet results = statement.executeQuery(query)) {
                List<Map<String, Object>> rows = new ArrayList<>();
                while (results.next()) {
                    Map<String, Object> row = new TreeMap<>();
                    for (int i = 1; i <= results.getMetaData().getColumnCount(); i++) {
                        row.put(results.getMetaData().getColumnLabel(i), results.getObject(i));
                    }
                    rows.add(row);
                }
                return rows;
            }
        }
    }
}
