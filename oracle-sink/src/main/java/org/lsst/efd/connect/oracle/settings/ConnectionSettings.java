package org.lsst.efd.connect.oracle.settings;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.types.Password;
import org.lsst.efd.connect.common.settings.Mistakes;
import org.lsst.efd.connect.common.settings.Setting;
import org.lsst.efd.connect.common.settings.SettingValues;
import org.lsst.efd.connect.oracle.dialect.Dialect;
import org.lsst.efd.connect.oracle.dialect.Endpoint;

/** Where the database is, as whom it is asked, and what is promised of it. */
public final class ConnectionSettings {
    private static final String PROPERTIES = "connection.properties.";
    private static final Pattern CREDENTIALS =
            Pattern.compile("(?i).*(?:[?;&](?:user|password)=|jdbc:oracle:[a-z]+:[^@]+@|//[^/@]*@).*", Pattern.DOTALL);

    /** What a crash does to rows. */
    public enum Delivery {
        EXACTLY_ONCE,
        AT_LEAST_ONCE
    }

    /** What becomes of a partition that begins anew below its stored position. */
    public enum OnReset {
        FAIL,
        RESTART
    }

    private enum WritePath {
        AUTO,
        BATCH
    }

    public static final Setting<String> URL = Setting.text("connection.url")
            .withImportance(Importance.HIGH)
            .withDoc("JDBC address without user and password; its begin selects the dialect: `jdbc:oracle:`, "
                    + "`jdbc:postgresql:`, `jdbc:mariadb:`, or `jdbc:h2:` with `MODE=Oracle`.")
            .as(ConnectionSettings::url);

    public static final Setting<String> USER = Setting.text("connection.user")
            .orElse("")
            .withImportance(Importance.HIGH)
            .withDoc("User; empty for none. What an address would hold of it, such as a wallet, stands in "
                    + "`connection.properties.*`, which the driver gets over our own defaults.");

    public static final Setting<Password> PASSWORD = Setting.secret("connection.password")
            .orElse("")
            .withImportance(Importance.HIGH)
            .withDoc("Password of the user.");

    public static final Setting<Integer> CONNECTIONS = Setting.integer("connections")
            .orElse(1)
            .between(1, 16)
            .withDoc(
                    "Connections of a task that write rows, each of which takes a core of the database. With more than "
                            + "one, transactions are written side by side and committed one after the other.");

    public static final Setting<Integer> STATEMENT_CACHE = Setting.integer("statement.cache.size")
            .orElse(200)
            .between(1, 10_000)
            .withDoc("Prepared statements that a connection keeps open; Oracle's `open_cursors` is 300 by default.");

    private static final Setting<WritePath> WRITE_PATH = Setting.choice("write.path", WritePath.class)
            .orElse(WritePath.AUTO)
            .withDoc(
                    "`auto` takes the fastest way into the database (`COPY` of PostgreSQL), `batch` plain JDBC batches.");

    public static final Setting<Delivery> DELIVERY = Setting.underscoredChoice("delivery.guarantee", Delivery.class)
            .orElse(Delivery.EXACTLY_ONCE)
            .withDoc("`exactly_once` keeps positions in `offsets.table`, in the transaction of the rows. "
                    + "`at_least_once` keeps none: for `insert.mode=upsert` only, and old values show for a while "
                    + "after a crash.");

    public static final Setting<String> OFFSETS_TABLE = Setting.text("offsets.table")
            .orElse("EFD_CONNECT_OFFSETS")
            .where(name -> name.matches("([^.]+\\.)?[^.]+"), "must be of the form [schema.]table")
            .withDoc("Table of the positions, made where it does not exist.");

    public static final Setting<OnReset> ON_RESET = Setting.choice("offsets.on.reset", OnReset.class)
            .orElse(OnReset.FAIL)
            .withDoc("Where a partition begins anew below its stored position, because its topic was truncated or made "
                    + "again: `fail` stops the task, `restart` takes everything from there.");

    public static final Setting<Duration> CLOSE_TIMEOUT = Setting.millis("close.timeout.ms")
            .orElse(3000L)
            .withDoc("How long rows may still be written when partitions are taken away; below the worker's "
                    + "`task.shutdown.graceful.timeout.ms` (5000). The next owner reads the rest again.");

    private ConnectionSettings() {}

    /** All settings of this group. */
    public static List<Setting<?>> all() {
        return List.of(
                URL,
                USER,
                PASSWORD,
                CONNECTIONS,
                STATEMENT_CACHE,
                WRITE_PATH,
                DELIVERY,
                OFFSETS_TABLE,
                ON_RESET,
                CLOSE_TIMEOUT);
    }

    /** The rules over these settings. */
    public static void check(SettingValues values, Mistakes mistakes) {
        if (!values.get(PASSWORD).value().isEmpty() && values.get(USER).isEmpty()) {
            mistakes.on(USER, "is needed with " + PASSWORD);
        }
    }

    /** The database. */
    public static Endpoint endpoint(SettingValues values) {
        return new Endpoint(
                values.get(URL),
                values.get(USER),
                values.get(PASSWORD),
                values.startingWith(PROPERTIES),
                values.get(STATEMENT_CACHE));
    }

    /** Its dialect. */
    public static Dialect dialect(SettingValues values) {
        return Dialect.of(values.get(URL));
    }

    /** The table of positions; empty without. */
    public static Optional<String> offsetsTable(SettingValues values) {
        return values.get(DELIVERY) == Delivery.EXACTLY_ONCE
                ? Optional.of(values.get(OFFSETS_TABLE))
                : Optional.empty();
    }

    /** Whether the fastest way is taken. */
    public static boolean isFastPathUsed(SettingValues values) {
        return values.get(WRITE_PATH) == WritePath.AUTO;
    }

    private static String url(String text) {
        Dialect.of(text);
        if (CREDENTIALS.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "must not hold user or password, which are shown with it; set connection.user and connection.password");
        }
        return text;
    }
}
