package org.lsst.efd.connect.telemetry.schemas;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema.Parser;

/**
 * One Avro schema of a directory, which becomes one topic.
 *
 * @param topic the file name without {@code .avsc}: the two forms of one SAL topic stay apart by their file names
 * @param schema what its records look like
 */
public record SchemaFile(String topic, org.apache.kafka.connect.data.Schema schema) {
    private static final String SUFFIX = ".avsc";

    /**
     * Reads the schemas of a directory, in the order of their names.
     *
     * @param includes which file names, without {@code .avsc}, to take
     * @param sequenceField the field for the number of the record, added to each schema that lacks it; empty for none
     * @throws IllegalArgumentException if there is none, or one cannot be used: it says which and why
     */
    public static List<SchemaFile> readAll(Path directory, Predicate<String> includes, String sequenceField) {
        List<Path> files;
        try (Stream<Path> listed = Files.list(directory)) {
            files = listed.filter(file -> nameOf(file).endsWith(SUFFIX))
                    .filter(file -> includes.test(topicOf(file)))
                    .sorted()
                    .toList();
        } catch (IOException failure) {
            throw new IllegalArgumentException("cannot read the directory " + directory + " on this worker", failure);
        }
        if (files.isEmpty()) {
            throw new IllegalArgumentException("no file *.avsc of " + directory + " matches on this worker");
        }
        return files.stream().map(file -> read(file, sequenceField)).toList();
    }

    private static SchemaFile read(Path file, String sequenceField) {
        try {
            Parser parser = new Parser(NameValidator.NO_VALIDATION);
            parser.setValidateDefaults(false);
            return new SchemaFile(topicOf(file), new ConnectSchemas(sequenceField).record(parser.parse(file.toFile())));
        } catch (IOException | AvroRuntimeException | IllegalArgumentException failure) {
            throw new IllegalArgumentException(file.getFileName() + ": " + failure.getMessage(), failure);
        }
    }

    private static String topicOf(Path file) {
        String name = nameOf(file);
        return name.substring(0, name.length() - SUFFIX.length());
    }

    private static String nameOf(Path file) {
        return String.valueOf(file.getFileName());
    }
}
