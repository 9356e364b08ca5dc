package org.lsst.efd.connect.oracle;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.lsst.efd.connect.common.fields.FieldSettings;
import org.lsst.efd.connect.common.flatten.FlattenSettings;
import org.lsst.efd.connect.common.names.TopicRenameSettings;
import org.lsst.efd.connect.common.retry.RetrySettings;
import org.lsst.efd.connect.common.settings.SettingValues;
import org.lsst.efd.connect.common.settings.Settings;
import org.lsst.efd.connect.common.sink.NullValues;
import org.lsst.efd.connect.common.sink.Stage;
import org.lsst.efd.connect.common.time.TimestampSettings;
import org.lsst.efd.connect.common.window.WindowSettings;
import org.lsst.efd.connect.oracle.dialect.Dialect;
import org.lsst.efd.connect.oracle.dialect.Endpoint;
import org.lsst.efd.connect.oracle.row.InsertMode;
import org.lsst.efd.connect.oracle.row.NullRule;
import org.lsst.efd.connect.oracle.row.RowEncoder;
import org.lsst.efd.connect.oracle.row.RowRules;
import org.lsst.efd.connect.oracle.settings.BatchSettings;
import org.lsst.efd.connect.oracle.settings.ConnectionSettings;
import org.lsst.efd.connect.oracle.settings.Overrides;
import org.lsst.efd.connect.oracle.settings.RowSettings;
import org.lsst.efd.connect.oracle.settings.TableSettings;
import org.lsst.efd.connect.oracle.settings.ValueSettings;
import org.lsst.efd.connect.oracle.write.DatabaseFacts;
import org.lsst.efd.connect.oracle.write.WriterRules;

/** The configuration of the sink, turned into what the code works with. Immutable. */
public final class OracleSinkConfig {
    private static final Settings WITHOUT_OVERRIDES = Settings.none()
            .with("Connection", ConnectionSettings.all())
            .with("Tables", TableSettings.all())
            .with("Time and partitions", TimestampSettings.all())
            .with("Time and partitions", TableSettings.partitions())
            .with("Fields and values", FieldSettings.all())
            .with("Fields and values", FlattenSettings.all())
            .with("Fields and values", ValueSettings.all())
            .with("Fields and values", TopicRenameSettings.all())
            .with("Batches", BatchSettings.all())
            .with("Errors", RetrySettings.all())
            .with("Windows", WindowSettings.all())
            .with("Overrides", List.of(Overrides.ALIASES))
            .checking(ConnectionSettings::check)
            .checking(RowSettings::check)
            .checking(TopicRenameSettings::check)
            .checking(RetrySettings::check)
            .checking(WindowSettings::check);

    /** All settings. */
    public static final Settings SETTINGS = WITHOUT_OVERRIDES.checking(
            (values, mistakes) -> Overrides.check(values, mistakes, WITHOUT_OVERRIDES::read));

    private final SettingValues values;
    private final Overrides overrides;
    private final String connector;

    OracleSinkConfig(Map<String, String> configuration) {
        this.values = SETTINGS.read(configuration);
        this.overrides = Overrides.read(values, configuration, WITHOUT_OVERRIDES::read);
        this.connector = configuration.getOrDefault("name", "oracle-sink");
    }

    Dialect dialect() {
        return ConnectionSettings.dialect(values);
    }

    WriterRules writer() {
        boolean isInserting =
                values.get(TableSettings.MODE) == InsertMode.INSERT && !values.get(WindowSettings.ENABLED);
        Dialect dialect = dialect();
        Endpoint endpoint = ConnectionSettings.endpoint(values);
        return new WriterRules(
                connector,
                dialect,
                purpose -> dialect.connect(endpoint, purpose),
                values.get(ConnectionSettings.CONNECTIONS),
                endpoint.statementCache(),
                isInserting ? Dialect.Purpose.INSERTS : Dialect.Purpose.CHANGES,
                TableSettings.folding(values, dialect),
                ConnectionSettings.offsetsTable(values),
                ConnectionSettings.isFastPathUsed(values),
                RetrySettings.read(values),
                BatchSettings.transactionBytes(values));
    }

    /** How records become rows, now that the database is known. */
    RowEncoder encoder(DatabaseFacts facts, Clock clock) {
        Map<SettingValues, RowRules> rules = new HashMap<>();
        Function<String, RowRules> rulesOf = topic -> rules.computeIfAbsent(
                overrides.of(topic), ofTopic -> RowSettings.read(ofTopic, facts.identifiers(), clock));
        return new RowEncoder(
                rulesOf,
                ValueSettings.rules(values, dialect()),
                facts.identifiers(),
                facts.wholeArrays(),
                dialect().areColumnNamesCaseless(),
                connector);
    }

    /** Records as they are, or windows of them. */
    Stage stage(Clock clock) {
        return WindowSettings.read(values, clock);
    }

    /** Without windows the encoder decides, topic by topic. */
    NullValues nullValues() {
        if (!values.get(WindowSettings.ENABLED)) {
            return NullValues.PASS;
        }
        return values.get(TableSettings.NULLS) == NullRule.FAIL ? NullValues.FAIL : NullValues.IGNORE;
    }

    long bufferMaxBytes() {
        return values.get(BatchSettings.BUFFER);
    }

    Duration closeTimeout() {
        return values.get(ConnectionSettings.CLOSE_TIMEOUT);
    }

    boolean isExactlyOnce() {
        return values.get(ConnectionSettings.DELIVERY) == ConnectionSettings.Delivery.EXACTLY_ONCE;
    }

    boolean restartsOnReset() {
        return values.get(ConnectionSettings.ON_RESET) == ConnectionSettings.OnReset.RESTART;
    }
}
