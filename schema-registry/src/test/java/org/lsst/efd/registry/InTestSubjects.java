package org.lsst.efd.registry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.lsst.efd.registry.Outcome.Found;

/**
 * What the in-test registry holds, with the rules of Confluent's: one id per schema text, versions that are never given
 * twice, soft and hard deletion, modes, compatibility. Thread-safe.
 */
final class InTestSubjects {
    private final Map<String, TreeMap<Integer, Version>> subjects = new TreeMap<>();
    private final Map<Integer, RegistrySchema> schemas = new TreeMap<>();
    private final Map<String, Compatibility> compatibilities = new HashMap<>();
    private final Map<String, RegistryMode> modes = new HashMap<>();
    private final Map<String, Integer> lastVersions = new HashMap<>();
    private int lastId;

    /** The name under which the settings of the whole registry stand. */
    static final String ALL = "";

    InTestSubjects() {
        compatibilities.put(ALL, Compatibility.BACKWARD);
        modes.put(ALL, RegistryMode.READWRITE);
    }

    private record Version(RegisteredSchema registered, boolean isDeleted) {}

    /** A refusal with the status and code of Confluent's registry. */
    static final class ApiError extends RuntimeException {
        private static final long serialVersionUID = 1;
        final int code;

        ApiError(int code, String text) {
            super(text);
            this.code = code;
        }

        int status() {
            return code > 999 ? code / 100 : code;
        }
    }

    synchronized RegistrySchema schema(int id) {
        RegistrySchema schema = schemas.get(id);
        if (schema == null) {
            throw new ApiError(40403, "Schema " + id + " not found");
        }
        return schema;
    }

    synchronized List<SubjectVersion> holders(int id, boolean withDeleted) {
        schema(id);
        return subjects.values().stream()
                .flatMap(versions -> versions.values().stream())
                .filter(version -> version.registered().id() == id && (withDeleted || !version.isDeleted()))
                .map(version -> version.registered().subjectVersion())
                .toList();
    }

    synchronized List<String> subjects(String prefix, boolean withDeleted) {
        return subjects.keySet().stream()
                .filter(subject -> subject.startsWith(prefix))
                .filter(subject -> !versionsOf(subject, withDeleted).isEmpty())
                .toList();
    }

    private List<RegisteredSchema> versionsOf(String subject, boolean withDeleted) {
        return subjects.getOrDefault(subject, new TreeMap<>()).values().stream()
                .filter(version -> withDeleted || !version.isDeleted())
                .map(Version::registered)
                .toList();
    }

    synchronized List<RegisteredSchema> versions(String subject, boolean withDeleted) {
        List<RegisteredSchema> versions = versionsOf(subject, withDeleted);
        if (versions.isEmpty()) {
            throw new ApiError(40401, "Subject '" + subject + "' not found.");
        }
        return versions;
    }

    /** One version, or with {@code latest} the last one. */
    synchronized RegisteredSchema version(String subject, String version, boolean withDeleted) {
        List<RegisteredSchema> versions = versions(subject, withDeleted);
        if (version.equals("latest") || version.equals("-1")) {
            return versions.get(versions.size() - 1);
        }
        int number = numberOf(version);
        return versions.stream()
                .filter(candidate -> candidate.version() == number)
                .findFirst()
                .orElseThrow(() -> new ApiError(40402, "Version " + version + " not found."));
    }

    private static int numberOf(String version) {
        try {
            int number = Integer.parseInt(version);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            throw new ApiError(42202, "The specified version '" + version + "' is not a valid version id.");
        }
        throw new ApiError(42202, "The specified version '" + version + "' is not a valid version id.");
    }

    synchronized RegisteredSchema lookUp(String subject, RegistrySchema schema, boolean withDeleted) {
        return versions(subject, withDeleted).stream()
                .filter(version -> version.schema().equals(schema))
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> new ApiError(40403, "Schema not found"));
    }

    /** Registers as a client asks for it: with the id and version it gives, in IMPORT mode, or with those to come. */
    synchronized int register(String subject, RegistrySchema schema, Optional<Integer> id, Optional<Integer> version) {
        checkMode(subject, id.isPresent());
        Optional<RegisteredSchema> same = versionsOf(subject, false).stream()
                .filter(known -> known.schema().equals(schema))
                .findFirst();
        if (same.isPresent() && id.isEmpty()) {
            return same.get().id();
        }
        parse(schema);
        if (id.isEmpty()) {
            checkCompatible(subject, schema);
        }
        int schemaId = id.orElseGet(() -> idOf(schema));
        RegistrySchema taken = schemas.putIfAbsent(schemaId, schema);
        if (taken != null && !taken.equals(schema)) {
            throw new ApiError(42205, "Overwrite new schema with id " + schemaId + " is not permitted.");
        }
        lastId = Math.max(lastId, schemaId);
        int number = version.orElseGet(() -> lastVersions.getOrDefault(subject, 0) + 1);
        lastVersions.merge(subject, number, Math::max);
        subjects.computeIfAbsent(subject, unseen -> new TreeMap<>())
                .put(number, new Version(new RegisteredSchema(subject, number, schemaId, schema), false));
        return schemaId;
    }

    private void checkMode(String subject, boolean givesId) {
        RegistryMode mode = modes.getOrDefault(subject, mode(ALL));
        if (mode == RegistryMode.READONLY || mode == RegistryMode.READONLY_OVERRIDE) {
            throw new ApiError(42205, "Subject " + subject + " is in read-only mode");
        }
        if (givesId && mode != RegistryMode.IMPORT) {
            throw new ApiError(42205, "Subject " + subject + " is not in import mode");
        }
        if (!givesId && mode != RegistryMode.READWRITE) {
            throw new ApiError(42205, "Subject " + subject + " is not in read-write mode");
        }
    }

    private int idOf(RegistrySchema schema) {
        return schemas.entrySet().stream()
                .filter(known -> known.getValue().equals(schema))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(lastId + 1);
    }

    private Optional<Schema> parse(RegistrySchema schema) {
        if (!schema.isAvro()) {
            return Optional.empty();
        }
        Outcome<Schema> parsed = new AvroSchemas(this::referred, "schema").parse(schema);
        if (parsed instanceof Found<Schema> found) {
            return Optional.of(found.value());
        }
        throw new ApiError(42201, "Invalid schema: " + parsed);
    }

    private Outcome<RegisteredSchema> referred(String subject, int version) {
        try {
            return new Found<>(version(subject, String.valueOf(version), true));
        } catch (ApiError absent) {
            throw new ApiError(42201, "Invalid schema: " + absent.getMessage());
        }
    }

    private void checkCompatible(String subject, RegistrySchema schema) {
        List<RegisteredSchema> versions = versionsOf(subject, false);
        Compatibility level = compatibilities.getOrDefault(subject, compatibilities.get(ALL));
        boolean isTransitive = level != null && level.name().endsWith("TRANSITIVE");
        List<RegisteredSchema> compared =
                isTransitive || versions.isEmpty() ? versions : versions.subList(versions.size() - 1, versions.size());
        for (RegisteredSchema earlier : compared) {
            if (!isCompatible(subject, earlier, schema)) {
                throw new ApiError(40901, "Schema being registered is incompatible with version " + earlier.version());
            }
        }
    }

    synchronized boolean isCompatible(String subject, RegisteredSchema earlier, RegistrySchema schema) {
        Compatibility level =
                compatibilities.getOrDefault(subject, compatibilities.getOrDefault(ALL, Compatibility.NONE));
        if (!schema.type().equals(earlier.schema().type())) {
            return level == Compatibility.NONE;
        }
        Optional<Schema> newer = parse(schema);
        Optional<Schema> older = parse(earlier.schema());
        if (newer.isEmpty() || older.isEmpty()) {
            return true;
        }
        boolean readsOld = canRead(newer.get(), older.get());
        boolean readsNew = canRead(older.get(), newer.get());
        return switch (level) {
            case NONE -> true;
            case BACKWARD, BACKWARD_TRANSITIVE -> readsOld;
            case FORWARD, FORWARD_TRANSITIVE -> readsNew;
            case FULL, FULL_TRANSITIVE -> readsOld && readsNew;
        };
    }

    private static boolean canRead(Schema reader, Schema writer) {
        return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                        .getType()
                == SchemaCompatibilityType.COMPATIBLE;
    }

    synchronized List<Integer> deleteSubject(String subject, boolean permanent) {
        List<RegisteredSchema> all = versions(subject, true);
        List<RegisteredSchema> live = versionsOf(subject, false);
        if (!permanent && live.isEmpty()) {
            throw new ApiError(40404, "Subject '" + subject + "' was soft deleted.");
        }
        if (permanent && !live.isEmpty()) {
            throw new ApiError(40405, "Subject '" + subject + "' was not deleted first");
        }
        for (RegisteredSchema version : permanent ? all : live) {
            remove(version, permanent);
        }
        return (permanent ? all : live).stream().map(RegisteredSchema::version).toList();
    }

    synchronized int deleteVersion(String subject, String version, boolean permanent) {
        RegisteredSchema target = version(subject, version, true);
        boolean isLive = versionsOf(subject, false).contains(target);
        if (!permanent && !isLive) {
            throw new ApiError(40406, "Subject '" + subject + "' Version " + version + " was soft deleted.");
        }
        if (permanent && isLive) {
            throw new ApiError(40407, "Subject '" + subject + "' Version " + version + " was not deleted first");
        }
        remove(target, permanent);
        return target.version();
    }

    private void remove(RegisteredSchema target, boolean permanent) {
        Predicate<SchemaReference> refersToTarget =
                reference -> reference.subject().equals(target.subject()) && reference.version() == target.version();
        boolean isReferred = subjects.values().stream()
                .flatMap(versions -> versions.values().stream())
                .filter(version -> !version.isDeleted())
                .anyMatch(version ->
                        version.registered().schema().references().stream().anyMatch(refersToTarget));
        if (isReferred) {
            throw new ApiError(42206, "One or more references exist to " + target.subjectVersion());
        }
        TreeMap<Integer, Version> versions = subjects.getOrDefault(target.subject(), new TreeMap<>());
        if (permanent) {
            versions.remove(target.version());
            boolean isUsed = subjects.values().stream()
                    .flatMap(others -> others.values().stream())
                    .anyMatch(other -> other.registered().id() == target.id());
            if (!isUsed) {
                schemas.remove(target.id());
            }
        } else {
            versions.put(target.version(), new Version(target, true));
        }
    }

    synchronized Compatibility compatibility(String subject) {
        Compatibility level = compatibilities.get(subject);
        if (level == null) {
            throw new ApiError(40408, "Subject '" + subject + "' does not have subject-level compatibility configured");
        }
        return level;
    }

    synchronized void setCompatibility(String subject, Compatibility level) {
        compatibilities.put(subject, level);
    }

    synchronized void deleteCompatibility(String subject) {
        compatibility(subject);
        compatibilities.remove(subject);
    }

    synchronized RegistryMode mode(String subject) {
        RegistryMode mode = modes.get(subject);
        if (mode == null) {
            throw new ApiError(40409, "Subject '" + subject + "' does not have subject-level mode configured");
        }
        return mode;
    }

    synchronized void setMode(String subject, RegistryMode mode, boolean force) {
        boolean isEmpty = subject.equals(ALL)
                ? subjects(ALL, true).isEmpty()
                : versionsOf(subject, true).isEmpty();
        if (mode == RegistryMode.IMPORT && !isEmpty && !force) {
            throw new ApiError(42205, "Cannot import since found existing subjects");
        }
        modes.put(subject, mode);
    }

    synchronized void deleteMode(String subject) {
        mode(subject);
        modes.remove(subject);
    }

    /** All versions of all subjects, deleted ones as well, by subject and version. */
    synchronized List<RegisteredSchema> all() {
        List<RegisteredSchema> all = new ArrayList<>();
        subjects.keySet().forEach(subject -> all.addAll(versionsOf(subject, true)));
        all.sort(Comparator.comparing(RegisteredSchema::subject).thenComparing(RegisteredSchema::version));
        return all;
    }
}
