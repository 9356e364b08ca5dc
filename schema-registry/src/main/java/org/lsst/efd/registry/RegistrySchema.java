package org.lsst.efd.registry;

import java.util.List;
import java.util.Locale;

/**
 * A schema as the registry holds it: the text is kept character for character.
 *
 * @param type {@code AVRO}, {@code JSON}, {@code PROTOBUF}, or what else a registry may know, in upper case
 * @param text the schema itself
 * @param references the schemas that it builds on, in the order of the registry
 */
public record RegistrySchema(String type, String text, List<SchemaReference> references) {
    /** The type of Avro schemas, which is also what a registry means when it names none. */
    public static final String AVRO = "AVRO";

    public RegistrySchema {
        type = type.toUpperCase(Locale.ROOT);
        references = List.copyOf(references);
    }

    /** An Avro schema that stands alone. */
    public static RegistrySchema avro(String text) {
        return new RegistrySchema(AVRO, text, List.of());
    }

    /** An Avro schema that builds on others. */
    public static RegistrySchema avro(String text, List<SchemaReference> references) {
        return new RegistrySchema(AVRO, text, references);
    }

    public boolean isAvro() {
        return type.equals(AVRO);
    }
}
