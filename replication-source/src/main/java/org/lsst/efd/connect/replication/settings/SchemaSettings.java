package org.lsst.efd.connect.replication.settings;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.lsst.efd.connect.common.registry.RegistrySettings;
import org.lsst.efd.connect.common.settings.Mistakes;
import org.lsst.efd.connect.common.settings.Setting;
import org.lsst.efd.connect.common.settings.SettingValues;
import org.lsst.efd.connect.common.settings.Settings;
import org.lsst.efd.connect.replication.copy.UnknownSchemas;
import org.lsst.efd.connect.replication.schema.SchemaSync;
import org.lsst.efd.connect.replication.schema.SyncMode;
import org.lsst.efd.connect.replication.schema.TransferRules;

/** The settings of the schemas. */
public final class SchemaSettings {
    public static final RegistrySettings SOURCE = RegistrySettings.under("source.");
    public static final RegistrySettings TARGET = RegistrySettings.under("target.");

    public static final Setting<SyncMode> MODE = Setting.choice("schema.sync.mode", SyncMode.class)
            .orAbsent()
            .withDoc("`translate` registers each schema that is needed at the target and replaces its id, `preserve` "
                    + "registers it with its id, `verify` only checks that the id means the same there, `none` looks at "
                    + "nothing. Unless set: `translate` where both registries are set, else `none`.");

    public static final Setting<PassOrFail> UNFRAMED = Setting.choice("schema.unframed", PassOrFail.class)
            .orElse(PassOrFail.PASS)
            .withDoc("What becomes of keys and values without a schema id: they `pass`, or their partition `fail`s.");

    public static final Setting<List<Pattern>> EXCLUDE = Setting.list("schema.sync.topics.exclude")
            .orElse(List.of())
            .withDoc(
                    "Topics, as regular expressions, whose bytes are never looked at, for example because they may begin "
                            + "with 0 without a schema id behind it.")
            .as(entries -> entries.stream().map(TargetSettings::compile).toList());

    public static final Setting<Boolean> DELETED = Setting.flag("schema.sync.deleted")
            .orElse(false)
            .withDoc("Also copy earlier versions that were softly deleted.");

    public static final Setting<Boolean> COMPATIBILITY = Setting.flag("schema.sync.compatibility")
            .orElse(true)
            .withDoc("Give a new subject the compatibility that it has at the source.");

    public static final Setting<Conflict> CONFLICT = Setting.choice("schema.sync.conflict", Conflict.class)
            .orElse(Conflict.FAIL)
            .withDoc("What becomes of a version that the target calls incompatible: the partitions that need it wait "
                    + "(`fail`), or it is registered with compatibility NONE for a moment (`force`).");

    public static final Setting<UnknownSchemas> UNKNOWN = Setting.choice("schema.unknown", UnknownSchemas.class)
            .orElse(UnknownSchemas.WAIT)
            .withDoc(
                    "What becomes of a record whose schema has not come in time: its partition goes on to `wait`, or it "
                            + "may `pass` as it is, or is `skip`ped.");

    public static final Setting<Duration> UNKNOWN_TIMEOUT = Setting.millis("schema.unknown.timeout.ms")
            .orElse(300_000L)
            .withDoc("How long a partition waits for a schema that comes after its data.");

    public static final Setting<Pattern> SUBJECTS = Setting.text("schema.sync.subjects.regex")
            .orAbsent()
            .withDoc("Subjects that are copied also without a record that needs them.")
            .as(TargetSettings::compile);

    public static final Setting<Duration> INTERVAL = Setting.millis("schema.sync.interval.ms")
            .orElse(60_000L)
            .atLeast(1_000)
            .withDoc("How often those subjects are looked at.");

    public enum PassOrFail {
        PASS,
        FAIL
    }

    public enum Conflict {
        FAIL,
        FORCE
    }

    private SchemaSettings() {}

    /** The given settings with these, and their rules. */
    public static Settings addTo(Settings settings) {
        Settings more = settings.with(
                "Schemas",
                List.of(
                        MODE,
                        UNFRAMED,
                        EXCLUDE,
                        DELETED,
                        COMPATIBILITY,
                        CONFLICT,
                        UNKNOWN,
                        UNKNOWN_TIMEOUT,
                        SUBJECTS,
                        INTERVAL));
        return TARGET.addTo(SOURCE.addTo(more, "Registry of the source"), "Registry of the target")
                .checking(SchemaSettings::check);
    }

    private static void check(SettingValues values, Mistakes mistakes) {
        SyncMode mode = mode(values);
        for (RegistrySettings registry : List.of(SOURCE, TARGET)) {
            if (mode != SyncMode.NONE && values.get(registry.urls()).isEmpty()) {
                mistakes.on(
                        registry.urls(),
                        "is needed with " + MODE + "=" + mode.name().toLowerCase(java.util.Locale.ROOT));
            }
        }
        if (values.optional(SUBJECTS).isPresent() && mode != SyncMode.TRANSLATE && mode != SyncMode.PRESERVE) {
            mistakes.on(SUBJECTS, "copies nothing unless " + MODE + " is translate or preserve");
        }
    }

    public static SyncMode mode(SettingValues values) {
        boolean hasBoth = !values.get(SOURCE.urls()).isEmpty()
                && !values.get(TARGET.urls()).isEmpty();
        return values.optional(MODE).orElse(hasBoth ? SyncMode.TRANSLATE : SyncMode.NONE);
    }

    public static Optional<SchemaSync> read(SettingValues values) {
        SyncMode mode = mode(values);
        if (mode == SyncMode.NONE) {
            return Optional.empty();
        }
        return Optional.of(new SchemaSync(
                mode,
                SOURCE.options(values).orElseThrow(),
                TARGET.options(values).orElseThrow(),
                new TransferRules(
                        values.get(DELETED), values.get(COMPATIBILITY), values.get(CONFLICT) == Conflict.FORCE),
                values.optional(SUBJECTS),
                values.get(INTERVAL)));
    }

    public static Predicate<String> synchronizedTopics(SettingValues values) {
        List<Pattern> exclude = values.get(EXCLUDE);
        return topic ->
                exclude.stream().noneMatch(pattern -> pattern.matcher(topic).matches());
    }
}
