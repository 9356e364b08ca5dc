package org.lsst.efd.registry;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;
import org.lsst.efd.registry.Outcome.Found;
import org.lsst.efd.registry.Outcome.Refusal;
import org.lsst.efd.registry.Outcome.Refused;

/**
 * Parses one Avro schema with all that it refers to: what is referred to first, depth first, each version once.
 *
 * <p>Neither defaults nor names are validated: the data was written with this schema, whatever a parser thinks of it.
 * Not thread-safe; one instance parses one schema.
 */
final class AvroSchemas {
    private final Schema.Parser parser = new Schema.Parser(NameValidator.NO_VALIDATION);
    private final Deque<SubjectVersion> path = new ArrayDeque<>();
    private final Set<SubjectVersion> done = new HashSet<>();
    private final References registry;
    private final String name;

    /**
     * Parses a schema.
     *
     * @param name of the schema in failures
     */
    AvroSchemas(References registry, String name) {
        parser.setValidateDefaults(false);
        this.registry = registry;
        this.name = name;
    }

    /** Where references lead. */
    @FunctionalInterface
    interface References {
        /** One version of a subject, also a softly deleted one. */
        Outcome<RegisteredSchema> version(String subject, int version);
    }

    Outcome<Schema> parse(RegistrySchema schema) {
        if (!schema.isAvro()) {
            return unusable("it is of type " + schema.type() + ", not " + RegistrySchema.AVRO);
        }
        for (SchemaReference reference : schema.references()) {
            Optional<Outcome<Schema>> failure = addReferred(reference);
            if (failure.isPresent()) {
                return failure.get();
            }
        }
        try {
            return new Found<>(parser.parse(schema.text()));
        } catch (RuntimeException refusal) {
            // not only Avro's own: a top-level type that is not defined is a NullPointerException
            return unusable("it cannot be parsed: " + refusal.getMessage());
        }
    }

    /** Adds the types of a reference to the parser; empty if that went well. */
    private Optional<Outcome<Schema>> addReferred(SchemaReference reference) {
        SubjectVersion target = new SubjectVersion(reference.subject(), reference.version());
        if (done.contains(target)) {
            return Optional.empty();
        }
        if (path.contains(target)) {
            return Optional.of(unusable("its references go in a circle through " + target));
        }
        path.push(target);
        Outcome<Schema> referred =
                registry.version(target.subject(), target.version()).then(found -> parse(found.schema()));
        path.pop();
        done.add(target);
        return referred instanceof Found<Schema> ? Optional.empty() : Optional.of(referred);
    }

    private Outcome<Schema> unusable(String why) {
        return new Refused<>(Refusal.UNUSABLE_SCHEMA, new RegistryFailure(name, 200, 200, why));
    }
}
