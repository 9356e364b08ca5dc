package org.lsst.efd.connect.influxdb;

import java.time.Clock;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import okhttp3.OkHttpClient;
import org.apache.kafka.connect.errors.ConnectException;
import org.lsst.efd.connect.common.fields.FieldSettings;
import org.lsst.efd.connect.common.flatten.FlattenSettings;
import org.lsst.efd.connect.common.names.TopicRenameSettings;
import org.lsst.efd.connect.common.retry.RetrySettings;
import org.lsst.efd.connect.common.settings.Setting;
import org.lsst.efd.connect.common.settings.SettingValues;
import org.lsst.efd.connect.common.settings.Settings;
import org.lsst.efd.connect.common.sink.NullValueSettings;
import org.lsst.efd.connect.common.sink.NullValues;
import org.lsst.efd.connect.common.sink.Stage;
import org.lsst.efd.connect.common.time.TimestampSettings;
import org.lsst.efd.connect.common.window.WindowSettings;
import org.lsst.efd.connect.influxdb.database.DatabaseConnection;
import org.lsst.efd.connect.influxdb.lanes.LaneRules;
import org.lsst.efd.connect.influxdb.line.PointRules;
import org.lsst.efd.connect.influxdb.settings.BatchSettings;
import org.lsst.efd.connect.influxdb.settings.ConnectionSettings;
import org.lsst.efd.connect.influxdb.settings.ExpiredPoints;
import org.lsst.efd.connect.influxdb.settings.PointSettings;
import org.lsst.efd.connect.influxdb.time.PointTime;
import org.lsst.efd.connect.influxdb.write.HttpSetup;
import org.lsst.efd.connect.influxdb.write.WriteApi;
import org.lsst.efd.connect.influxdb.write.WriteTarget;

/** The configuration of the sink, turned into what the code works with. Immutable. */
public final class InfluxDbSinkConfig {
    private static final Setting<ExpiredPoints> EXPIRED = Setting.choice(
                    "behavior.on.expired.points", ExpiredPoints.class)
            .orElse(ExpiredPoints.IGNORE)
            .withDoc(
                    "Points older than the retention policy keeps: `ignore` drops and counts them, `report` makes them "
                            + "bad records.");

    /** All settings. */
    public static final Settings SETTINGS = Settings.none()
            .with("Connection", ConnectionSettings.all())
            .with("Points", PointSettings.all())
            .with("Time", TimestampSettings.all())
            .with("Time", List.of(PointSettings.TIEBREAK))
            .with("Fields", FieldSettings.all())
            .with("Fields", List.of(PointSettings.ARRAY_MODE))
            .with("Fields", FlattenSettings.all())
            .with("Fields", TopicRenameSettings.all())
            .with("Batches", BatchSettings.all())
            .with("Errors", RetrySettings.all())
            .with("Errors", List.of(NullValueSettings.BEHAVIOR, EXPIRED))
            .with("Windows", WindowSettings.all())
            .checking(ConnectionSettings::check)
            .checking(PointSettings::check)
            .checking(TopicRenameSettings::check)
            .checking(BatchSettings::check)
            .checking(RetrySettings::check)
            .checking(WindowSettings::check);

    private final SettingValues values;

    InfluxDbSinkConfig(SettingValues values) {
        this.values = values;
    }

    PointRules pointRules() {
        return PointSettings.rules(values);
    }

    PointTime pointTime(Clock clock) {
        return PointSettings.time(values, clock);
    }

    WriteTarget writeTarget() {
        return ConnectionSettings.target(values, values.get(PointSettings.PRECISION));
    }

    HttpSetup httpSetup() {
        return ConnectionSettings.http(values, values.get(BatchSettings.IN_FLIGHT));
    }

    OptionalInt gzipLevel() {
        return BatchSettings.gzipLevel(values);
    }

    LaneRules laneRules() {
        return BatchSettings.lanes(values);
    }

    long bufferMaxBytes() {
        return values.get(BatchSettings.BUFFER_BYTES);
    }

    /** The database, which is prepared on another thread; only {@code v1} can be asked about it. */
    DatabaseConnection database(OkHttpClient http, Clock clock, Consumer<ConnectException> onFailure) {
        return values.get(ConnectionSettings.API) == WriteApi.V2
                ? DatabaseConnection.unasked()
                : DatabaseConnection.of(
                        values.get(ConnectionSettings.URL),
                        http,
                        ConnectionSettings.database(values),
                        clock,
                        onFailure);
    }

    /** Records as they are, or windows of them. */
    Stage stage(Clock clock) {
        return WindowSettings.read(values, clock);
    }

    NullValues nullValues() {
        return NullValueSettings.read(values);
    }

    boolean areExpiredReported() {
        return values.get(EXPIRED) == ExpiredPoints.REPORT;
    }
}
