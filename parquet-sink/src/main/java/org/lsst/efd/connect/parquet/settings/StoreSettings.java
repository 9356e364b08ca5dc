package org.lsst.efd.connect.parquet.settings;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.lsst.efd.connect.common.settings.Mistakes;
import org.lsst.efd.connect.common.settings.Setting;
import org.lsst.efd.connect.common.settings.SettingValues;
import org.lsst.efd.connect.parquet.store.ConditionalCreate;
import org.lsst.efd.connect.parquet.store.FileStore;
import org.lsst.efd.connect.parquet.store.HadoopRules;
import org.lsst.efd.connect.parquet.store.HdfsStore;
import org.lsst.efd.connect.parquet.store.LocalStore;
import org.lsst.efd.connect.parquet.store.S3Store;

/** Where files go. */
public final class StoreSettings {
    /** With what the names of Hadoop's properties begin in a configuration. */
    private static final String HADOOP_PREFIX = "hadoop.";

    public static final Setting<URI> URL = Setting.text("store.url")
            .withImportance(Importance.HIGH)
            .withDoc("Root of all files: `file:///data`, `hdfs://namenode/path` or `s3a://bucket/prefix`. Any Hadoop "
                    + "property is set as `hadoop.` and its name, such as `hadoop.fs.s3a.endpoint`; secrets by a config "
                    + "provider.")
            .as(StoreSettings::url);

    public static final Setting<Path> HADOOP_CONF_DIR = Setting.text("hadoop.conf.dir")
            .orAbsent()
            .withDoc("Directory with `core-site.xml` and `hdfs-site.xml`.")
            .as(Path::of)
            .where(Files::isDirectory, "must be a directory that the worker can read");

    public static final Setting<String> KERBEROS_PRINCIPAL =
            Setting.text("hdfs.kerberos.principal").orAbsent().withDoc("Kerberos principal to log in as.");

    public static final Setting<Path> KERBEROS_KEYTAB = Setting.text("hdfs.kerberos.keytab")
            .orAbsent()
            .withDoc("Keytab of the principal; the ticket is renewed before it expires.")
            .as(Path::of)
            .where(Files::isReadable, "must be a file that the worker can read");

    public static final Setting<Path> STAGING_DIR = Setting.text("staging.dir")
            .orElse("")
            .withDoc("Local directory where files for `hdfs:` and `s3a:` wait until they are published; empty for the "
                    + "JVM's temporary directory. Files for `file:` wait in `.efd-staging` below the root. "
                    + "What a killed worker leaves there goes with the next start of the task.")
            .as(text -> text.isEmpty() ? Path.of(System.getProperty("java.io.tmpdir"), "efd-staging") : Path.of(text));

    public static final Setting<ConditionalCreate> CONDITIONAL_CREATE = Setting.choice(
                    "store.conditional.create", ConditionalCreate.class)
            .orElse(ConditionalCreate.WARN)
            .withDoc(
                    "Object stores must refuse to create an object that exists, which is tried at start. `require` stops "
                            + "the task where they do not, `warn` logs it, `off` does not try.");

    private StoreSettings() {}

    /** All settings of this group. */
    public static List<Setting<?>> all() {
        return List.of(URL, HADOOP_CONF_DIR, KERBEROS_PRINCIPAL, KERBEROS_KEYTAB, STAGING_DIR, CONDITIONAL_CREATE);
    }

    /** The rules over these settings. */
    public static void check(SettingValues values, Mistakes mistakes) {
        boolean hasPrincipal = values.optional(KERBEROS_PRINCIPAL).isPresent();
        if (hasPrincipal != values.optional(KERBEROS_KEYTAB).isPresent()) {
            mistakes.on(
                    hasPrincipal ? KERBEROS_KEYTAB : KERBEROS_PRINCIPAL,
                    "is needed with " + (hasPrincipal ? KERBEROS_PRINCIPAL : KERBEROS_KEYTAB));
        }
    }

    /** The store; nothing is reached yet. */
    public static FileStore read(SettingValues values) {
        URI url = values.get(URL);
        if (url.getScheme().equals("file")) {
            return new LocalStore(Path.of(url));
        }
        HadoopRules rules = new HadoopRules(
                url,
                values.startingWith(HADOOP_PREFIX),
                values.optional(HADOOP_CONF_DIR),
                keytab(values),
                values.get(STAGING_DIR));
        return url.getScheme().equals("hdfs")
                ? new HdfsStore(rules)
                : new S3Store(rules, values.get(CONDITIONAL_CREATE));
    }

    private static Optional<HadoopRules.Keytab> keytab(SettingValues values) {
        return values.optional(KERBEROS_PRINCIPAL)
                .map(principal -> new HadoopRules.Keytab(principal, values.get(KERBEROS_KEYTAB)));
    }

    private static URI url(String text) {
        URI url;
        try {
            url = URI.create(text);
        } catch (IllegalArgumentException wrong) {
            // the cause would quote the URL, which may hold what it should not
            throw new IllegalArgumentException("is not a URL");
        }
        String scheme = url.getScheme() == null ? "" : url.getScheme();
        if (url.getUserInfo() != null) {
            throw new IllegalArgumentException("must hold no secrets: use hadoop.fs.s3a.access.key and the like");
        }
        switch (scheme) {
            case "file" -> {
                if (url.getPath() == null || url.getPath().isEmpty() || url.getAuthority() != null) {
                    throw new IllegalArgumentException("must be written file:///path, with three slashes");
                }
            }
            case "hdfs" -> {}
            case "s3a" -> {
                if (url.getAuthority() == null) {
                    throw new IllegalArgumentException("must name a bucket: s3a://bucket/prefix");
                }
            }
            default -> throw new IllegalArgumentException("must begin with file:, hdfs: or s3a:");
        }
        return url;
    }
}
