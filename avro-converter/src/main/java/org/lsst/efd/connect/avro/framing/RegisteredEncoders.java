package org.lsst.efd.connect.avro.framing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.avro.encode.EncodePlan;
import org.lsst.efd.connect.avro.schema.ConnectToAvro;
import org.lsst.efd.connect.avro.schema.MappingOptions;
import org.lsst.efd.registry.PatientRegistry;
import org.lsst.efd.registry.RegisteredSchema;
import org.lsst.efd.registry.RegistrySchema;

/** Finds, registers or borrows the registered schema that data is written with. Not thread-safe. */
public final class RegisteredEncoders {
    private final PatientRegistry registry;
    private final Options options;
    private final MappingOptions mapping;
    private final ConnectToAvro toAvro;
    private final Clock clock;
    private final TopicCache<SchemaCache<RegisteredEncoder>> encoders;

    /**
     * What is registered and how.
     *
     * @param isKey whether subjects are those of keys
     * @param normalizes whether the registry may bring schemas into their canonical form
     * @param isLatestStrict whether data must be readable with the latest schema before it is written with it
     * @param latestTtl for how long the latest schema is used without asking again
     * @param cacheSize how many schemas are kept per topic
     */
    public record Options(
            SubjectStrategy subjects,
            boolean isKey,
            Registration registration,
            boolean normalizes,
            boolean isLatestStrict,
            Duration latestTtl,
            int cacheSize) {}

    public RegisteredEncoders(PatientRegistry registry, Options options, MappingOptions mapping, Clock clock) {
        this.registry = registry;
        this.options = options;
        this.mapping = mapping;
        this.toAvro = new ConnectToAvro(mapping);
        this.clock = clock;
        this.encoders = new TopicCache<>(topic -> new SchemaCache<>(options.cacheSize()));
    }

    RegisteredEncoder of(String topic, org.apache.kafka.connect.data.@Nullable Schema schema) {
        SchemaCache<RegisteredEncoder> ofTopic = encoders.of(topic);
        RegisteredEncoder known = ofTopic.find(schema);
        if (known != null && isValid(known)) {
            return known;
        }
        RegisteredEncoder made;
        try {
            made = make(topic, schema);
        } catch (DataException unfit) {
            throw new DataException("topic " + topic + ": " + unfit.getMessage(), unfit);
        }
        ofTopic.add(schema, made);
        return made;
    }

    private boolean isValid(RegisteredEncoder encoder) {
        return encoder.isForEver() || clock.instant().isBefore(encoder.validUntil());
    }

    private RegisteredEncoder make(String topic, org.apache.kafka.connect.data.@Nullable Schema schema) {
        Schema avro = toAvro.map(schema);
        String subject = options.subjects().subject(topic, options.isKey(), avro);
        String context = "subject " + subject;
        return switch (options.registration()) {
            case REGISTER -> {
                RegistrySchema text = RegistrySchema.avro(avro.toString());
                int id = RegistryAnswers.require(
                        registry.awaitAnswer(asked -> asked.register(subject, text, options.normalizes())), context);
                yield new RegisteredEncoder(id, EncodePlan.compile(schema, avro, mapping), Instant.MAX);
            }
            case LOOK_UP -> {
                RegistrySchema text = RegistrySchema.avro(avro.toString());
                RegisteredSchema found = RegistryAnswers.require(
                        registry.awaitPresence(
                                List.of(subject, text), asked -> asked.lookUp(subject, text, options.normalizes())),
                        context + " does not hold the schema of the data");
                yield new RegisteredEncoder(found.id(), EncodePlan.compile(schema, avro, mapping), Instant.MAX);
            }
            case USE_LATEST -> withLatest(subject, schema, avro);
        };
    }

    private RegisteredEncoder withLatest(
            String subject, org.apache.kafka.connect.data.@Nullable Schema schema, Schema avro) {
        String context = "subject " + subject;
        RegisteredSchema latest = RegistryAnswers.require(
                registry.awaitPresence(List.of(subject, "latest"), asked -> asked.latest(subject)), context);
        Schema wanted = RegistryAnswers.require(registry.awaitAnswer(asked -> asked.parse(latest.schema())), context);
        String where = context + " version " + latest.version();
        if (options.isLatestStrict()) {
            requireReadable(where, wanted, avro);
        }
        try {
            return new RegisteredEncoder(
                    latest.id(),
                    EncodePlan.compile(schema, wanted, mapping),
                    clock.instant().plus(options.latestTtl()));
        } catch (DataException unfit) {
            throw new DataException(where + ": " + unfit.getMessage(), unfit);
        }
    }

    private static void requireReadable(String where, Schema reader, Schema writer) {
        var incompatibilities = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getResult()
                .getIncompatibilities();
        if (!incompatibilities.isEmpty()) {
            var first = incompatibilities.get(0);
            throw new DataException("the data cannot be read with " + where + ": "
                    + SchemaLocation.describe(reader, first.getLocation()) + ": "
                    + first.getType() + " (" + first.getMessage()
                    + "); with latest.compatibility.strict=false it is written field by field as far as it fits");
        }
    }
}
