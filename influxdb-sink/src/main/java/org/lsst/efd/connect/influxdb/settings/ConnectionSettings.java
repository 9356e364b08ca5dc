package org.lsst.efd.connect.influxdb.settings;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.types.Password;
import org.lsst.efd.connect.common.settings.Mistakes;
import org.lsst.efd.connect.common.settings.Setting;
import org.lsst.efd.connect.common.settings.SettingValues;
import org.lsst.efd.connect.influxdb.database.DatabaseWishes;
import org.lsst.efd.connect.influxdb.database.RetentionDuration;
import org.lsst.efd.connect.influxdb.write.HttpSetup;
import org.lsst.efd.connect.influxdb.write.Precision;
import org.lsst.efd.connect.influxdb.write.TlsFiles;
import org.lsst.efd.connect.influxdb.write.TlsFiles.StoreFile;
import org.lsst.efd.connect.influxdb.write.WriteApi;
import org.lsst.efd.connect.influxdb.write.WriteTarget;

/** Where points go, and as whom: server, database, credentials, TLS. */
public final class ConnectionSettings {
    /** The server gives up a write after 10 s: we must wait longer than that. */
    private static final long SERVER_WRITE_TIMEOUT_MS = 10_000;

    public static final Setting<HttpUrl> URL = Setting.text("influxdb.url")
            .withImportance(Importance.HIGH)
            .withDoc("Address of the server, `http[s]://host:port[/prefix]`.")
            .as(ConnectionSettings::url);

    public static final Setting<WriteApi> API = Setting.choice("influxdb.api", WriteApi.class)
            .orElse(WriteApi.V1)
            .withDoc("Write endpoint: `v1` is `/write` of 1.x, which 2.x and 3.x answer too; `v2` is `/api/v2/write`.");

    public static final Setting<String> DATABASE = Setting.text("influxdb.database")
            .withImportance(Importance.HIGH)
            .where(name -> !name.isEmpty(), "must not be empty")
            .withDoc("Database; the bucket for `influxdb.api=v2`.");

    public static final Setting<String> ORG =
            Setting.text("influxdb.org").orElse("").withDoc("Organisation, for `influxdb.api=v2` only.");

    public static final Setting<String> RETENTION_POLICY = Setting.text("influxdb.retention.policy")
            .orElse("")
            .withDoc("Retention policy; empty for the default one of the database. The EFD client reads `autogen`.");

    public static final Setting<Boolean> CREATE = Setting.flag("influxdb.database.create")
            .orElse(false)
            .withDoc("Create the database, and the policy that is named, where they are absent. Nothing that exists is "
                    + "altered.");

    public static final Setting<RetentionDuration> RETENTION_DURATION = Setting.text("influxdb.retention.duration")
            .orElse("INF")
            .withDoc(
                    "How long a policy that is created keeps points, such as `30d`. Where it is set, an existing policy "
                            + "must have it, or the task fails.")
            .as(RetentionDuration::parse);

    public static final Setting<Optional<RetentionDuration>> SHARD_DURATION = Setting.text("influxdb.shard.duration")
            .orElse("")
            .withDoc("Shard duration of a policy that is created, such as `24h`; empty for the server's choice.")
            .as(ConnectionSettings::shardDuration);

    public static final Setting<String> USERNAME =
            Setting.text("influxdb.username").orElse("").withDoc("User; empty for none.");

    public static final Setting<Password> PASSWORD =
            Setting.secret("influxdb.password").orElse("").withDoc("Password of the user.");

    public static final Setting<Password> TOKEN =
            Setting.secret("influxdb.token").orElse("").withDoc("Token, instead of user and password: 2.x and 3.x.");

    public static final Setting<Duration> CONNECT_TIMEOUT = Setting.millis("influxdb.connect.timeout.ms")
            .orElse(10_000L)
            .atLeast(1)
            .withDoc("Limit of one attempt to connect.");

    public static final Setting<Duration> REQUEST_TIMEOUT = Setting.millis("influxdb.request.timeout.ms")
            .orElse(30_000L)
            .where(
                    timeout -> timeout.toMillis() > SERVER_WRITE_TIMEOUT_MS,
                    "must be more than " + SERVER_WRITE_TIMEOUT_MS + ", the server's own limit of a write")
            .withDoc("Limit of one request with its answer.");

    public static final Setting<Path> TRUSTSTORE = Setting.text("influxdb.ssl.truststore.location")
            .orAbsent()
            .withDoc("Key store with the certificates to trust; without it those of the Java installation.")
            .as(ConnectionSettings::readableFile);

    public static final Setting<Password> TRUSTSTORE_PASSWORD =
            Setting.secret("influxdb.ssl.truststore.password").orElse("").withDoc("Its password.");

    public static final Setting<String> TRUSTSTORE_TYPE =
            Setting.text("influxdb.ssl.truststore.type").orElse("JKS").withDoc("Its type, `JKS` or `PKCS12`.");

    public static final Setting<Path> KEYSTORE = Setting.text("influxdb.ssl.keystore.location")
            .orAbsent()
            .withDoc("Key store with our own certificate, for servers that ask for one.")
            .as(ConnectionSettings::readableFile);

    public static final Setting<Password> KEYSTORE_PASSWORD =
            Setting.secret("influxdb.ssl.keystore.password").orElse("").withDoc("Its password.");

    public static final Setting<String> KEYSTORE_TYPE =
            Setting.text("influxdb.ssl.keystore.type").orElse("JKS").withDoc("Its type, `JKS` or `PKCS12`.");

    public static final Setting<Password> KEY_PASSWORD = Setting.secret("influxdb.ssl.key.password")
            .orElse("")
            .withDoc("Password of the key in it; empty for that of the store.");

    private ConnectionSettings() {}

    /** All settings of this group. */
    public static List<Setting<?>> all() {
        return List.of(
                URL,
                API,
                DATABASE,
                ORG,
                RETENTION_POLICY,
                CREATE,
                RETENTION_DURATION,
                SHARD_DURATION,
                USERNAME,
                PASSWORD,
                TOKEN,
                CONNECT_TIMEOUT,
                REQUEST_TIMEOUT,
                TRUSTSTORE,
                TRUSTSTORE_PASSWORD,
                TRUSTSTORE_TYPE,
                KEYSTORE,
                KEYSTORE_PASSWORD,
                KEYSTORE_TYPE,
                KEY_PASSWORD);
    }

    /** The rules over these settings. */
    public static void check(SettingValues values, Mistakes mistakes) {
        boolean isV2 = values.get(API) == WriteApi.V2;
        if (!isV2 && !values.get(ORG).isEmpty()) {
            mistakes.on(ORG, "is for " + API + "=v2 only");
        }
        if (isV2 && values.get(CREATE)) {
            mistakes.on(CREATE, "is for " + API + "=v1 only; create the bucket by hand");
        }
        if (isV2 && !values.get(RETENTION_POLICY).isEmpty()) {
            mistakes.on(RETENTION_POLICY, "is for " + API + "=v1 only; a bucket has one policy");
        }
        boolean hasToken = !values.get(TOKEN).value().isEmpty();
        boolean hasPassword = !values.get(PASSWORD).value().isEmpty();
        if (hasToken && (hasPassword || !values.get(USERNAME).isEmpty())) {
            mistakes.on(TOKEN, "stands instead of " + USERNAME + " and " + PASSWORD + "; remove one or the other");
        } else if (hasPassword && values.get(USERNAME).isEmpty()) {
            mistakes.on(USERNAME, "is needed with " + PASSWORD);
        }
    }

    /** Where points go. */
    public static WriteTarget target(SettingValues values, Precision precision) {
        return new WriteTarget(
                values.get(URL),
                values.get(API),
                values.get(DATABASE),
                values.get(RETENTION_POLICY),
                values.get(ORG),
                precision);
    }

    /** How the HTTP client is set up for so many requests at a time. */
    public static HttpSetup http(SettingValues values, int connections) {
        String user = values.get(USERNAME);
        String token = values.get(TOKEN).value();
        Optional<String> authorization = !token.isEmpty()
                ? Optional.of(HttpSetup.token(token))
                : user.isEmpty()
                        ? Optional.empty()
                        : Optional.of(HttpSetup.basic(user, values.get(PASSWORD).value()));
        return new HttpSetup(
                authorization, values.get(CONNECT_TIMEOUT), values.get(REQUEST_TIMEOUT), connections, tls(values));
    }

    private static Optional<TlsFiles> tls(SettingValues values) {
        if (!values.get(URL).isHttps()) {
            return Optional.empty();
        }
        Optional<StoreFile> trust = values.optional(TRUSTSTORE)
                .map(file -> storeFile(
                        file, values.get(TRUSTSTORE_TYPE), values.get(TRUSTSTORE_PASSWORD), new Password("")));
        Optional<StoreFile> identity = values.optional(KEYSTORE)
                .map(file -> storeFile(
                        file, values.get(KEYSTORE_TYPE), values.get(KEYSTORE_PASSWORD), values.get(KEY_PASSWORD)));
        return Optional.of(new TlsFiles(trust, identity));
    }

    private static StoreFile storeFile(Path file, String type, Password password, Password keyPassword) {
        String ofStore = password.value();
        return new StoreFile(file, type, ofStore, keyPassword.value().isEmpty() ? ofStore : keyPassword.value());
    }

    /** What the database should be. */
    public static DatabaseWishes database(SettingValues values) {
        return new DatabaseWishes(
                values.get(DATABASE),
                values.get(RETENTION_POLICY),
                values.get(CREATE),
                values.isSet(RETENTION_DURATION) ? Optional.of(values.get(RETENTION_DURATION)) : Optional.empty(),
                values.get(SHARD_DURATION));
    }

    private static HttpUrl url(String text) {
        HttpUrl url = HttpUrl.parse(text);
        if (url == null) {
            throw new IllegalArgumentException("must be of the form http[s]://host:port[/prefix]");
        }
        if (!url.username().isEmpty() || !url.password().isEmpty()) {
            throw new IllegalArgumentException("must not hold credentials; use " + USERNAME + " and " + PASSWORD);
        }
        if (url.query() != null || url.fragment() != null) {
            throw new IllegalArgumentException("must not hold a query; the database has a setting of its own");
        }
        return url;
    }

    private static Optional<RetentionDuration> shardDuration(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(RetentionDuration.parse(text));
    }

    private static Path readableFile(String text) {
        try {
            Path file = Path.of(text);
            if (Files.isReadable(file)) {
                return file;
            }
        } catch (InvalidPathException noPath) {
            throw new IllegalArgumentException("is no path of a file", noPath);
        }
        throw new IllegalArgumentException("names a file that the worker cannot read");
    }
}
