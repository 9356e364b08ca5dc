package org.lsst.efd.connect.avro;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.lsst.efd.connect.avro.decode.DecodePlan;
import org.lsst.efd.connect.avro.framing.Framing;
import org.lsst.efd.connect.avro.framing.InlineCodec;
import org.lsst.efd.connect.avro.framing.InlineFraming;
import org.lsst.efd.connect.avro.framing.RegisteredEncoders;
import org.lsst.efd.connect.avro.framing.RegisteredFraming;
import org.lsst.efd.connect.avro.framing.Registration;
import org.lsst.efd.connect.avro.framing.SchemaSource;
import org.lsst.efd.connect.avro.framing.SchemaTexts;
import org.lsst.efd.connect.avro.framing.StaticFraming;
import org.lsst.efd.connect.avro.framing.SubjectStrategy;
import org.lsst.efd.connect.avro.schema.MappingOptions;
import org.lsst.efd.connect.avro.schema.Projection;
import org.lsst.efd.connect.common.registry.RegistrySettings;
import org.lsst.efd.connect.common.settings.Mistakes;
import org.lsst.efd.connect.common.settings.Setting;
import org.lsst.efd.connect.common.settings.SettingValues;
import org.lsst.efd.connect.common.settings.Settings;
import org.lsst.efd.registry.PatientRegistry;
import org.lsst.efd.registry.PatientRegistry.Patience;
import org.lsst.efd.registry.RegistryClient;
import org.lsst.efd.registry.RegistryOptions;
import org.lsst.efd.registry.Sleeper;

/** The settings of {@link AvroConverter}, and what is made from them. Immutable. */
public final class AvroConverterConfig {
    private enum FramingKind {
        REGISTERED,
        INLINE,
        STATIC
    }

    private enum MissingPath {
        IGNORE,
        ERROR
    }

    private static final RegistrySettings REGISTRY = RegistrySettings.ofConverter();

    private static final Setting<FramingKind> FRAMING = Setting.choice("framing", FramingKind.class)
            .orElse(FramingKind.REGISTERED)
            .withDoc(
                    "How a message names its schema: `registered` by an id in a registry, `inline` as an Object Container"
                            + " File with one record, `static` not at all.");
    private static final Setting<List<String>> PROJECTION = Setting.list("projection.fields")
            .orElse(List.of())
            .withDoc("Dotted paths of the fields to decode; all others are skipped in the bytes. Empty: all.");
    private static final Setting<MissingPath> PROJECTION_MISSING = Setting.choice(
                    "projection.missing", MissingPath.class)
            .orElse(MissingPath.IGNORE)
            .withDoc("What a path that a schema does not have is: nothing, or a bad record.");
    private static final Setting<List<String>> ATTRIBUTES = Setting.list("attributes.include")
            .orElse(List.of("description", "units"))
            .withDoc("Properties of fields that become parameters of their Connect schemas, and properties again when"
                    + " written.");
    private static final Setting<InlineCodec> INLINE_CODEC = Setting.choice("inline.codec", InlineCodec.class)
            .orElse(InlineCodec.NULL)
            .withDoc("Compression of what is written with `framing=inline`; what is read says itself.");
    private static final Setting<String> STATIC_SCHEMA = Setting.text("static.schema")
            .orElse("")
            .withDoc("The Avro schema with `framing=static`; several stand one after another and are tried in order.");
    private static final Setting<List<URI>> STATIC_URL = Setting.list("static.schema.url")
            .orElse(List.of())
            .as(texts -> texts.stream().map(SchemaSource::url).toList())
            .withDoc("`file:`, `http:` or `https:` URLs of Avro schemas, after those of `static.schema`.");
    private static final Setting<Boolean> STATIC_SINGLE_OBJECT = flag(
            "static.single.object",
            false,
            "Whether messages have Avro's single-object header, which picks the schema.");

    private static final Setting<SubjectStrategy> KEY_SUBJECT = subject("key.subject.name.strategy");
    private static final Setting<SubjectStrategy> VALUE_SUBJECT = subject("value.subject.name.strategy");
    private static final Setting<Boolean> AUTO_REGISTER =
            flag("auto.register.schemas", true, "Whether the schema of the data is registered.");
    private static final Setting<Boolean> USE_LATEST = flag(
            "use.latest.version",
            false,
            "With `auto.register.schemas=false`: whether data is written with the latest schema of the subject, instead"
                    + " of looking its own up.");
    private static final Setting<Boolean> LATEST_STRICT = flag(
            "latest.compatibility.strict",
            true,
            "Whether data must be readable with the latest schema before it is written with it.");
    private static final Setting<Boolean> NORMALIZE =
            flag("normalize.schemas", false, "Whether the registry brings schemas into their canonical form.");
    private static final Setting<Duration> OUTAGE_TIMEOUT = Setting.millis("registry.outage.timeout.ms")
            .orElse(120_000L)
            .withDoc("How long the converter itself waits for a registry that is away.");
    private static final Setting<Duration> UNKNOWN_TIMEOUT = Setting.millis("unknown.schema.timeout.ms")
            .orElse(60_000L)
            .withDoc("How long a schema may come after its data, from the first sight of its id.");

    private static final Setting<Boolean> ENHANCED = flag(
            "enhanced.avro.schema.support",
            false,
            "Whether enums are written as enums, and branches of unions are named by their full names.");
    private static final Setting<Boolean> META_DATA = flag(
            "connect.meta.data",
            true,
            "Whether what only Connect knows is written into the Avro schema, and its documentation is read.");
    private static final Setting<Boolean> SCRUB =
            flag("scrub.invalid.names", false, "Whether names that Avro does not allow are changed, not refused.");
    private static final Setting<Boolean> OPTIONAL_KEYS =
            flag("allow.optional.map.keys", false, "Whether maps with optional string keys are Avro maps.");
    private static final Setting<Boolean> FLATTEN_SINGLETONS =
            flag("flatten.singleton.unions", true, "Whether a union of one type is that type.");
    private static final Setting<Boolean> IGNORE_DEFAULT = flag(
            "ignore.default.for.nullables",
            false,
            "Whether null in an optional field with a default is written as null. If not, it is written as the default,"
                    + " as Confluent's converter does.");
    private static final Setting<Boolean> DISCARD_TYPE_DOC =
            flag("discard.type.doc.default", false, "Whether documentation and defaults travel on fields only.");
    private static final Setting<Integer> CACHE_SIZE = Setting.integer("schemas.cache.config")
            .orElse(1000)
            .atLeast(1)
            .withDoc("Schemas kept per topic and direction.");

    /** All settings of the converter. */
    static final Settings SETTINGS = REGISTRY.addTo(
                    Settings.none()
                            .with(
                                    "Framing",
                                    List.of(FRAMING, INLINE_CODEC, STATIC_SCHEMA, STATIC_URL, STATIC_SINGLE_OBJECT))
                            .with("Reading", List.of(PROJECTION, PROJECTION_MISSING, OUTAGE_TIMEOUT, UNKNOWN_TIMEOUT))
                            .with(
                                    "Writing",
                                    List.of(
                                            AUTO_REGISTER,
                                            USE_LATEST,
                                            LATEST_STRICT,
                                            NORMALIZE,
                                            KEY_SUBJECT,
                                            VALUE_SUBJECT,
                                            IGNORE_DEFAULT))
                            .with(
                                    "Schemas",
                                    List.of(
                                            ATTRIBUTES,
                                            ENHANCED,
                                            META_DATA,
                                            SCRUB,
                                            OPTIONAL_KEYS,
                                            FLATTEN_SINGLETONS,
                                            DISCARD_TYPE_DOC,
                                            CACHE_SIZE)),
                    "Registry")
            .checking(AvroConverterConfig::check);

    private static Setting<Boolean> flag(String key, boolean byDefault, String doc) {
        return Setting.flag(key).orElse(byDefault).withDoc(doc);
    }

    private static Setting<SubjectStrategy> subject(String key) {
        return Setting.text(key)
                .orElse("topic")
                .as(SubjectStrategy::of)
                .withDoc("`topic`, `record` or `topic-record`, or the name of Confluent's class.");
    }

    private static void check(SettingValues values, Mistakes mistakes) {
        FramingKind framing = values.get(FRAMING);
        if (framing == FramingKind.REGISTERED && values.get(REGISTRY.urls()).isEmpty()) {
            mistakes.on(REGISTRY.urls(), "must be set with framing=registered");
        }
        boolean hasStatic =
                !values.get(STATIC_SCHEMA).isEmpty() || !values.get(STATIC_URL).isEmpty();
        if (framing == FramingKind.STATIC && !hasStatic) {
            mistakes.on(STATIC_SCHEMA, "must be set with framing=static, or static.schema.url");
        }
        if (framing == FramingKind.STATIC && !values.get(STATIC_SCHEMA).isEmpty()) {
            try {
                SchemaTexts.split(values.get(STATIC_SCHEMA)).forEach(SchemaTexts::parse);
            } catch (AvroRuntimeException unparseable) {
                mistakes.on(STATIC_SCHEMA, "is not an Avro schema: " + unparseable.getMessage());
            }
        }
    }

    private final SettingValues values;
    private final boolean isKey;

    private AvroConverterConfig(SettingValues values, boolean isKey) {
        this.values = values;
        this.isKey = isKey;
    }

    /**
     * Reads a configuration; keys it does not know are named in the log and ignored.
     *
     * @throws org.apache.kafka.common.config.ConfigException on the first key at fault
     */
    static AvroConverterConfig of(Map<String, ?> configuration, boolean isKey) {
        Map<String, String> texts = new HashMap<>();
        configuration.forEach((key, value) -> {
            if (value != null) {
                texts.put(key, String.valueOf(value));
            }
        });
        REGISTRY.tellIgnored(SETTINGS, texts);
        return new AvroConverterConfig(SETTINGS.read(texts), isKey);
    }

    /** The framing, connected to nothing yet. */
    Framing framing(Clock clock, Sleeper sleeper) {
        DecodePlan.Compiler compiler = new DecodePlan.Compiler(
                mapping(), Projection.of(values.get(PROJECTION)), values.get(PROJECTION_MISSING) == MissingPath.ERROR);
        int cacheSize = values.get(CACHE_SIZE);
        return switch (values.get(FRAMING)) {
            case REGISTERED -> registered(compiler, clock, sleeper);
            case INLINE -> new InlineFraming(compiler, mapping(), values.get(INLINE_CODEC), cacheSize);
            case STATIC ->
                new StaticFraming(staticSchemas(), values.get(STATIC_SINGLE_OBJECT), compiler, mapping(), cacheSize);
        };
    }

    private Framing registered(DecodePlan.Compiler compiler, Clock clock, Sleeper sleeper) {
        RegistryOptions options = REGISTRY.options(values).orElseThrow();
        RegistryClient client = RegistryClient.shared(options);
        Patience patience = new Patience(
                values.get(OUTAGE_TIMEOUT),
                values.get(UNKNOWN_TIMEOUT),
                Patience.DEFAULTS.budget(),
                Patience.DEFAULTS.budgetPeriod());
        PatientRegistry registry = new PatientRegistry(client, patience, clock, sleeper);
        SubjectStrategy subjects = values.get(isKey ? KEY_SUBJECT : VALUE_SUBJECT);
        RegisteredEncoders encoders = new RegisteredEncoders(
                registry,
                new RegisteredEncoders.Options(
                        subjects,
                        isKey,
                        registration(),
                        values.get(NORMALIZE),
                        values.get(LATEST_STRICT),
                        options.caches().latestTtl(),
                        values.get(CACHE_SIZE)),
                mapping(),
                clock);
        return new RegisteredFraming(client, registry, subjects, isKey, compiler, encoders, values.get(CACHE_SIZE));
    }

    private Registration registration() {
        if (values.get(AUTO_REGISTER)) {
            return Registration.REGISTER;
        }
        return values.get(USE_LATEST) ? Registration.USE_LATEST : Registration.LOOK_UP;
    }

    private MappingOptions mapping() {
        return new MappingOptions(
                values.get(ENHANCED),
                values.get(META_DATA),
                values.get(SCRUB),
                values.get(OPTIONAL_KEYS),
                values.get(FLATTEN_SINGLETONS),
                values.get(DISCARD_TYPE_DOC),
                values.get(IGNORE_DEFAULT),
                values.get(ATTRIBUTES));
    }

    private List<Schema> staticSchemas() {
        List<Schema> schemas = new ArrayList<>();
        if (!values.get(STATIC_SCHEMA).isEmpty()) {
            SchemaTexts.split(values.get(STATIC_SCHEMA)).forEach(text -> schemas.add(SchemaTexts.parse(text)));
        }
        values.get(STATIC_URL).forEach(url -> schemas.addAll(SchemaSource.read(url)));
        return schemas;
    }
}
