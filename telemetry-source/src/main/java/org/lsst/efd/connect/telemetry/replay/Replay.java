package org.lsst.efd.connect.telemetry.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.telemetry.signal.SalClocks;
import org.lsst.efd.connect.telemetry.stream.Pace;
import org.lsst.efd.connect.telemetry.stream.Telemetry;

/**
 * The telemetry of one CSV file, told again: record <i>n</i> is row <i>n</i> modulo the number of rows. Thread-safe.
 *
 * <p>The record has the columns in the order of the file without {@code time}, led by {@code private_efdStamp} where the
 * file lacks it. Kept times are told bit for bit as recorded.
 */
public final class Replay implements Telemetry {
    private static final String SUFFIX = ".csv";
    private static final String EFD_STAMP = "private_efdStamp";

    private final Recording recording;
    private final Pace pace;
    private final ReplayOptions options;
    private final Schema schema;
    private final List<Column> columns;
    private final List<Field> fields;
    private final Field efdStamp;
    private final @Nullable Field sequenceNumber;
    private final boolean hasEfdStamp;

    private Replay(Recording recording, String schemaName, ReplayOptions options) {
        this.recording = recording;
        this.options = options;
        this.pace = new RecordedPace(recording, options.speed());
        this.columns = recording.columns();
        this.hasEfdStamp = columns.stream().anyMatch(column -> column.name().equals(EFD_STAMP));
        this.schema = schemaOf(schemaName);
        this.fields =
                columns.stream().map(column -> schema.field(column.name())).toList();
        this.efdStamp = schema.field(EFD_STAMP);
        this.sequenceNumber = options.sequenceField().isEmpty() ? null : schema.field(options.sequenceField());
    }

    /**
     * Reads a recording.
     *
     * @throws IllegalArgumentException if the file cannot be replayed; the message names it and says why
     */
    public static Replay of(Path file, String schemaName, ReplayOptions options) {
        Recording recording = Recording.read(file);
        for (Column column : recording.columns()) {
            if (column.name().equals(EFD_STAMP) && column.type() != CellType.DOUBLE) {
                throw new IllegalArgumentException(file.getFileName() + ": column " + EFD_STAMP + " holds "
                        + column.type() + "; it must hold seconds with decimals");
            }
        }
        return new Replay(recording, schemaName, options);
    }

    /**
     * The CSV files of a directory in the order of their names, each with a header that can be used.
     *
     * @param includes which file names, without {@code .csv}, to take
     * @param sequenceField the field that is to be added to each record; empty for none
     * @throws IllegalArgumentException if there is none, or one cannot be used
     */
    public static List<Path> files(Path directory, Predicate<String> includes, String sequenceField) {
        List<Path> files;
        try (Stream<Path> listed = Files.list(directory)) {
            files = listed.filter(file -> String.valueOf(file.getFileName()).endsWith(SUFFIX))
                    .filter(file -> includes.test(topicOf(file)))
                    .sorted()
                    .toList();
        } catch (IOException failure) {
            throw new IllegalArgumentException("cannot read the directory " + directory + " on this worker", failure);
        }
        if (files.isEmpty()) {
            throw new IllegalArgumentException("no file *.csv of " + directory + " matches on this worker");
        }
        for (Path file : files) {
            if (Recording.header(file).contains(sequenceField)) {
                throw new IllegalArgumentException(file.getFileName() + ": has a column " + sequenceField
                        + "; choose another sequence.field or set it empty");
            }
        }
        return files;
    }

    /** The file name without {@code .csv}. */
    public static String topicOf(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.substring(0, name.length() - SUFFIX.length());
    }

    private Schema schemaOf(String name) {
        SchemaBuilder builder = SchemaBuilder.struct().name(name);
        if (!hasEfdStamp) {
            builder.field(EFD_STAMP, described(SchemaBuilder.float64(), "second", "Time of publication, UTC"));
        }
        for (Column column : columns) {
            SchemaBuilder type = SchemaBuilder.type(column.type().connectType());
            builder.field(column.name(), (column.hasBlanks() ? type.optional() : type).build());
        }
        if (!options.sequenceField().isEmpty()) {
            builder.field(
                    options.sequenceField(),
                    described(SchemaBuilder.int64(), "unitless", "Number of the record in its topic, without gaps"));
        }
        return builder.build();
    }

    private static Schema described(SchemaBuilder builder, String units, String description) {
        return builder.parameter("description", description)
                .parameter("units", units)
                .doc(description)
                .build();
    }

    /** The spacing of the recording. */
    public Pace pace() {
        return pace;
    }

    /** Rows of the recording, 1 or more. */
    public int rows() {
        return recording.rows();
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public Struct record(long sequence, long timeNs) {
        int row = (int) (sequence % recording.rows());
        long recordedNs = recording.timeNs(row);
        Struct struct = new Struct(schema);
        for (int i = 0; i < columns.size(); i++) {
            struct.put(fields.get(i), columns.get(i).at(row));
        }
        if (options.keepsTime()) {
            if (!hasEfdStamp) {
                struct.put(efdStamp, SalClocks.utcSeconds(recordedNs));
            }
        } else {
            move(struct, recordedNs, timeNs);
        }
        if (sequenceNumber != null) {
            struct.put(sequenceNumber, sequence);
        }
        return struct;
    }

    private void move(Struct struct, long recordedNs, long timeNs) {
        double spanSeconds = SalClocks.utcSeconds(timeNs - recordedNs);
        for (Field field : fields) {
            if (options.movingFields().contains(field.name()) && struct.get(field) instanceof Double seconds) {
                struct.put(field, seconds + spanSeconds);
            }
        }
        struct.put(efdStamp, SalClocks.utcSeconds(timeNs));
    }
}
