package org.lsst.efd.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.avro.Schema;
import org.lsst.efd.registry.Outcome.Found;
import org.lsst.efd.registry.RegistryCaches.ContentKey;
import org.lsst.efd.registry.RegistryCaches.IdKey;
import org.lsst.efd.registry.RegistryCaches.VersionKey;

/**
 * A client of the REST API of a Confluent-compatible schema registry.
 *
 * <p>No method throws for what the registry does or does not do: see {@link Outcome}. No method returns, logs or prints
 * credentials. Each may block for as long as the options let one request take: (retries + 1) × URLs × timeouts, plus the
 * waits. An interrupted thread gets {@link Outcome.Unavailable} at once. Thread-safe.
 */
public final class RegistryClient implements AutoCloseable {
    private final RegistryAccess access;
    private final RegistryOptions options;
    private final RetryOptions retries;
    private final AtomicBoolean isHeld;

    private RegistryClient(RegistryAccess access, RegistryOptions options, RetryOptions retries, AtomicBoolean isHeld) {
        this.access = access;
        this.options = options;
        this.retries = retries;
        this.isHeld = isHeld;
    }

    /**
     * A client of its own.
     *
     * @throws IllegalArgumentException if a key or trust store cannot be used
     */
    public static RegistryClient open(RegistryOptions options) {
        return open(options, Clock.systemUTC(), Sleeper.REAL);
    }

    /**
     * A client of its own that takes time from elsewhere: for tests.
     *
     * @throws IllegalArgumentException if a key or trust store cannot be used
     */
    public static RegistryClient open(RegistryOptions options, Clock clock, Sleeper sleeper) {
        RegistryAccess own = RegistryAccess.of(options, clock, sleeper);
        return new RegistryClient(own, options, options.retries(), new AtomicBoolean(false));
    }

    /**
     * A client that shares caches and connections with all others of equal options in this class loader; they are let
     * go when the last of them is closed.
     *
     * @throws IllegalArgumentException if a key or trust store cannot be used
     */
    public static RegistryClient shared(RegistryOptions options) {
        RegistryAccess shared = SharedRegistries.take(options);
        return new RegistryClient(shared, options, options.retries(), new AtomicBoolean(true));
    }

    /** A view of this client that sends each request once. It shares everything else; closing it does nothing. */
    public RegistryClient withoutRetries() {
        return new RegistryClient(access, options, RetryOptions.NONE, new AtomicBoolean(false));
    }

    /** What this client was made from. */
    public RegistryOptions options() {
        return options;
    }

    // --- schemas

    /** The schema of an id; remembered for ever once found, and for a while when absent. */
    public Outcome<RegistrySchema> schemaById(int id) {
        return access.caches().byId.get(new IdKey(id, ""), () -> fetch(id));
    }

    /** The schema of an id as a subject holds it, for registries where ids are told apart by the subject's context. */
    public Outcome<RegistrySchema> schemaById(int id, String subject) {
        RestPath path = RestPath.of("schemas", "ids", id).with("subject", subject);
        return access.caches().byId.get(new IdKey(id, subject), () -> ask(RestRequest.get(path), Json::schema));
    }

    /**
     * The Avro schema of an id with everything it refers to, parsed without validation of defaults; remembered for ever
     * once found. {@link Outcome.Refusal#UNUSABLE_SCHEMA} if it is not Avro, does not parse, or refers to itself.
     */
    public Outcome<Schema> avroSchema(int id) {
        // the text is not remembered as well: the parsed schema is what is asked for again
        return access.caches().avroById.get(new IdKey(id, ""), () -> fetch(id)
                .then(schema -> parse(schema, "schema " + id)));
    }

    /** A schema parsed as {@link #avroSchema} does it, for one that came from elsewhere; not remembered. */
    public Outcome<Schema> parse(RegistrySchema schema) {
        return parse(schema, "schema");
    }

    private Outcome<Schema> parse(RegistrySchema schema, String name) {
        return new AvroSchemas((subject, version) -> version(subject, version, Deleted.INCLUDED), name).parse(schema);
    }

    private Outcome<RegistrySchema> fetch(int id) {
        return ask(RestRequest.get(RestPath.of("schemas", "ids", id)), Json::schema);
    }

    /** The subjects that hold an id. */
    public Outcome<List<String>> subjectsOf(int id, Deleted deleted) {
        // Apicurio's registry does not know .../subjects
        return versionsOf(id, deleted).map(holders -> holders.stream()
                .map(SubjectVersion::subject)
                .distinct()
                .sorted()
                .toList());
    }

    /** The versions, of any subject, that hold an id. */
    public Outcome<List<SubjectVersion>> versionsOf(int id, Deleted deleted) {
        return ask(
                RestRequest.get(RestPath.of("schemas", "ids", id, "versions")
                        .flaggedIf(deleted == Deleted.INCLUDED, "deleted")),
                answer -> Json.list(answer, Json::subjectVersion));
    }

    /** The schema types that the registry knows. */
    public Outcome<List<String>> schemaTypes() {
        return ask(RestRequest.get(RestPath.of("schemas", "types")), answer -> Json.list(answer, JsonNode::asText));
    }

    // --- subjects

    /** All subjects. */
    public Outcome<List<String>> subjects(Deleted deleted) {
        return subjects("", deleted);
    }

    /** The subjects whose names start with a prefix. */
    public Outcome<List<String>> subjects(String prefix, Deleted deleted) {
        RestPath path = RestPath.of("subjects").flaggedIf(deleted == Deleted.INCLUDED, "deleted");
        return ask(
                        RestRequest.get(prefix.isEmpty() ? path : path.with("subjectPrefix", prefix)),
                        answer -> Json.list(answer, JsonNode::asText))
                .map(names ->
                        names.stream().filter(name -> name.startsWith(prefix)).toList());
    }

    /** The versions of a subject, ascending. */
    public Outcome<List<Integer>> versions(String subject, Deleted deleted) {
        return ask(
                        RestRequest.get(RestPath.of("subjects", subject, "versions")
                                .flaggedIf(deleted == Deleted.INCLUDED, "deleted")),
                        answer -> Json.list(answer, Json::number))
                .map(versions -> versions.stream().sorted().toList());
    }

    /** One version of a subject; remembered for ever once found, and for a while when absent. */
    public Outcome<RegisteredSchema> version(String subject, int version) {
        return version(subject, version, Deleted.LEFT_OUT);
    }

    /** One version of a subject, also one that was softly deleted if asked for; remembered likewise. */
    public Outcome<RegisteredSchema> version(String subject, int version, Deleted deleted) {
        RestPath path =
                RestPath.of("subjects", subject, "versions", version).flaggedIf(deleted == Deleted.INCLUDED, "deleted");
        return access.caches()
                .versions
                .get(
                        new VersionKey(subject, version, deleted),
                        () -> ask(RestRequest.get(path), Json::registeredSchema));
    }

    /** The latest version of a subject, as old as the caches allow. */
    public Outcome<RegisteredSchema> latest(String subject) {
        RestPath path = RestPath.of("subjects", subject, "versions", "latest");
        return access.caches().latest.get(subject, () -> ask(RestRequest.get(path), Json::registeredSchema));
    }

    /**
     * Registers a schema under a subject, or finds it there; remembered for ever.
     *
     * @param normalize whether the registry may bring the text into its canonical form
     * @return its id
     */
    public Outcome<Integer> register(String subject, RegistrySchema schema, boolean normalize) {
        RestPath path = RestPath.of("subjects", subject, "versions").flaggedIf(normalize, "normalize");
        return access.caches()
                .registered
                .get(
                        new ContentKey(subject, schema, normalize),
                        () -> written(
                                subject,
                                ask(RestRequest.post(path, Json.of(schema)), answer -> Json.number(answer, "id"))));
    }

    /**
     * Looks a schema up under a subject without registering it; remembered for ever once found, and for a while when
     * absent ({@link Outcome.Missing#SCHEMA} or {@link Outcome.Missing#SUBJECT}).
     */
    public Outcome<RegisteredSchema> lookUp(String subject, RegistrySchema schema, boolean normalize) {
        RestPath path = RestPath.of("subjects", subject).flaggedIf(normalize, "normalize");
        return access.caches()
                .lookedUp
                .get(
                        new ContentKey(subject, schema, normalize),
                        () -> ask(RestRequest.post(path, Json.of(schema)), Json::registeredSchema));
    }

    /** Deletes a subject. Returns the versions that went. */
    public Outcome<List<Integer>> deleteSubject(String subject, Deletion how) {
        RestPath path = RestPath.of("subjects", subject).flaggedIf(how == Deletion.HARD, "permanent");
        return deleted(ask(RestRequest.delete(path), answer -> Json.list(answer, Json::number)));
    }

    /** Deletes one version of a subject. Returns it. */
    public Outcome<Integer> deleteVersion(String subject, int version, Deletion how) {
        RestPath path =
                RestPath.of("subjects", subject, "versions", version).flaggedIf(how == Deletion.HARD, "permanent");
        return deleted(ask(RestRequest.delete(path), Json::number));
    }

    // --- import

    /**
     * Registers a schema with an id and a version of the caller's choice. The subject or the registry must be in mode
     * {@link RegistryMode#IMPORT}; a registry that does not know that mode may answer with another id.
     *
     * @return the id that the registry gave it
     */
    public Outcome<Integer> importVersion(RegisteredSchema schema) {
        ObjectNode body = Json.of(schema.schema()).put("id", schema.id()).put("version", schema.version());
        RestPath path = RestPath.of("subjects", schema.subject(), "versions");
        return written(schema.subject(), ask(RestRequest.post(path, body), answer -> Json.number(answer, "id")));
    }

    // --- configuration

    /** The compatibility of subjects that have none of their own. */
    public Outcome<Compatibility> compatibility() {
        return ask(RestRequest.get(RestPath.of("config")), Json::compatibility);
    }

    /**
     * The compatibility set for a subject; {@link Outcome.Missing#SUBJECT_COMPATIBILITY} if none is. Apicurio's registry
     * answers {@code NONE} then, whatever holds for the whole registry.
     */
    public Outcome<Compatibility> compatibility(String subject) {
        return ask(RestRequest.get(RestPath.of("config", subject)), Json::compatibility);
    }

    /** Sets the compatibility of subjects that have none of their own. */
    public Outcome<Compatibility> setCompatibility(Compatibility level) {
        return ask(
                RestRequest.put(RestPath.of("config"), Json.object().put("compatibility", level.name())),
                answer -> level);
    }

    /** Sets the compatibility of a subject; in Apicurio's registry {@code NONE} does not lift that of the registry. */
    public Outcome<Compatibility> setCompatibility(String subject, Compatibility level) {
        return ask(
                RestRequest.put(RestPath.of("config", subject), Json.object().put("compatibility", level.name())),
                answer -> level);
    }

    /** Lets a subject follow the registry's compatibility again.  */
    public Outcome<Boolean> deleteCompatibility(String subject) {
        return ask(RestRequest.delete(RestPath.of("config", subject)), answer -> true);
    }

    /** Whether a schema would be accepted as the next version of a subject, compared with the latest. */
    public Outcome<Boolean> isCompatible(String subject, RegistrySchema schema) {
        return ask(
                RestRequest.post(
                        RestPath.of("compatibility", "subjects", subject, "versions", "latest"), Json.of(schema)),
                answer -> answer.path("is_compatible").asBoolean());
    }

    /** The mode of subjects that have none of their own. */
    public Outcome<RegistryMode> mode() {
        return ask(RestRequest.get(RestPath.of("mode")), Json::mode);
    }

    /**
     * The mode set for a subject; {@link Outcome.Missing#SUBJECT_MODE} if none is, {@link Outcome.Refusal#NOT_SUPPORTED}
     * from a registry that has no modes.
     */
    public Outcome<RegistryMode> mode(String subject) {
        return ask(RestRequest.get(RestPath.of("mode", subject)), Json::mode);
    }

    /**
     * Sets the mode of subjects that have none of their own; {@code force} also where schemas exist already. {@link
     * Outcome.Refusal#NOT_SUPPORTED} from a registry that has no modes.
     */
    public Outcome<RegistryMode> setMode(RegistryMode mode, boolean force) {
        return setMode(RestPath.of("mode").flaggedIf(force, "force"), mode);
    }

    /** Sets the mode of a subject, likewise. */
    public Outcome<RegistryMode> setMode(String subject, RegistryMode mode, boolean force) {
        return setMode(RestPath.of("mode", subject).flaggedIf(force, "force"), mode);
    }

    private Outcome<RegistryMode> setMode(RestPath path, RegistryMode mode) {
        return ask(RestRequest.put(path, Json.object().put("mode", mode.name())), Json::mode);
    }

    /** Lets a subject follow the registry's mode again. */
    public Outcome<Boolean> deleteMode(String subject) {
        return ask(RestRequest.delete(RestPath.of("mode", subject)), answer -> true);
    }

    @Override
    public void close() {
        if (isHeld.compareAndSet(true, false)) {
            SharedRegistries.giveBack(options);
        }
    }

    @Override
    public String toString() {
        return options.toString();
    }

    private <T> Outcome<T> written(String subject, Outcome<T> outcome) {
        if (outcome instanceof Found<T>) {
            access.caches().written(subject);
        }
        return outcome;
    }

    private <T> Outcome<T> deleted(Outcome<T> outcome) {
        // also without an answer: it may have been done
        access.caches().deleted();
        return outcome;
    }

    private <T> Outcome<T> ask(RestRequest request, Json.Reader<T> reader) {
        return access.transport().send(request, retries, reader);
    }
}
