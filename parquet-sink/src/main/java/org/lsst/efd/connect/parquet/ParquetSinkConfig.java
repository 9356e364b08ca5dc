package org.lsst.efd.connect.parquet;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.lsst.efd.connect.common.custody.Custody;
import org.lsst.efd.connect.common.fields.FieldSettings;
import org.lsst.efd.connect.common.flatten.FlattenSettings;
import org.lsst.efd.connect.common.names.TopicRenameSettings;
import org.lsst.efd.connect.common.retry.RetrySettings;
import org.lsst.efd.connect.common.settings.SettingValues;
import org.lsst.efd.connect.common.settings.Settings;
import org.lsst.efd.connect.common.sink.NullValueSettings;
import org.lsst.efd.connect.common.sink.NullValues;
import org.lsst.efd.connect.common.sink.Stage;
import org.lsst.efd.connect.common.time.RecordTime;
import org.lsst.efd.connect.common.time.TimestampSettings;
import org.lsst.efd.connect.common.window.WindowSettings;
import org.lsst.efd.connect.parquet.files.FileFormat;
import org.lsst.efd.connect.parquet.lanes.LaneRules;
import org.lsst.efd.connect.parquet.lanes.Lanes;
import org.lsst.efd.connect.parquet.paths.PathSegment;
import org.lsst.efd.connect.parquet.paths.PathTemplate;
import org.lsst.efd.connect.parquet.settings.BufferSettings;
import org.lsst.efd.connect.parquet.settings.FormatSettings;
import org.lsst.efd.connect.parquet.settings.PathSettings;
import org.lsst.efd.connect.parquet.settings.RotationSettings;
import org.lsst.efd.connect.parquet.settings.RowSettings;
import org.lsst.efd.connect.parquet.settings.StoreSettings;
import org.lsst.efd.connect.parquet.shapes.Shapes;
import org.lsst.efd.connect.parquet.store.FileStore;

/** The configuration of the sink, turned into what the code works with. Immutable. */
public final class ParquetSinkConfig {
    /** Given to tasks by the connector. */
    static final String TASK_NUMBER = "efd.task.number";

    private static final int ROW_GROUPS_IN_BUDGET = 8;

    /** All settings. */
    public static final Settings SETTINGS = Settings.none()
            .with("Store", StoreSettings.all())
            .with("Paths", PathSettings.all())
            .with("Paths", TopicRenameSettings.all())
            .with("Rotation", RotationSettings.all())
            .with("Time", TimestampSettings.all())
            .with("Rows", FieldSettings.all())
            .with("Rows", RowSettings.all())
            .with("Rows", FlattenSettings.all())
            .with("Format", FormatSettings.all())
            .with("Memory", BufferSettings.all())
            .with("Errors", RetrySettings.all())
            .with("Errors", List.of(NullValueSettings.BEHAVIOR))
            .with("Windows", WindowSettings.all())
            .checking(StoreSettings::check)
            .checking(RotationSettings::check)
            .checking(FormatSettings::check)
            .checking(TopicRenameSettings::check)
            .checking(RetrySettings::check)
            .checking(WindowSettings::check)
            .checking(WindowSettings::checkWithoutOverwriting);

    private final SettingValues values;
    private final String connector;
    private final String owner;

    ParquetSinkConfig(Map<String, String> settings) {
        this.values = SETTINGS.read(settings);
        this.connector = settings.getOrDefault("name", "parquet-sink");
        this.owner = PathSegment.ofValue(connector) + "+" + settings.getOrDefault(TASK_NUMBER, "0") + "+";
    }

    /** All open files; the store is reached when they are started. */
    Lanes lanes(Custody custody, String version) {
        return lanes(StoreSettings.read(values), custody, version);
    }

    Lanes lanes(FileStore store, Custody custody, String version) {
        FileFormat format = FormatSettings.read(values);
        long budget = values.get(BufferSettings.MAX_BYTES);
        LaneRules rules = new LaneRules(
                RotationSettings.read(values),
                Math.min(values.get(FormatSettings.ROW_GROUP_BYTES), budget / ROW_GROUPS_IN_BUDGET),
                budget,
                values.get(PathSettings.FIELD_MAX),
                RetrySettings.read(values),
                values.get(BufferSettings.THREADS),
                values.get(BufferSettings.CLOSE_TIMEOUT),
                connector,
                version,
                owner);
        return new Lanes(rules, store, format, FormatSettings.readable(), custody);
    }

    Custody custody() {
        return new Custody(values.get(BufferSettings.MAX_BYTES));
    }

    Shapes shapes() {
        return new Shapes(RowSettings.read(values), values.get(RowSettings.COMPATIBILITY));
    }

    PathTemplate pathTemplate() {
        return PathSettings.read(values);
    }

    RecordTime recordTime(Clock clock) {
        return TimestampSettings.read(values, clock);
    }

    /** Whether anything but the directory needs event times. */
    boolean usesTime() {
        return values.optional(RowSettings.TIMESTAMP_COLUMN).isPresent() || values.get(RotationSettings.EVENT_SPAN) > 0;
    }

    /** Records as they are, or windows of them. */
    Stage stage(Clock clock) {
        return WindowSettings.read(values, clock);
    }

    NullValues nullValues() {
        return NullValueSettings.read(values);
    }
}
