package org.lsst.efd.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The JSON of the REST API: reads the fields it knows and ignores all others. */
final class Json {
    static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** The body of a registration, look-up or compatibility check. */
    static ObjectNode of(RegistrySchema schema) {
        ObjectNode body = object().put("schema", schema.text());
        if (!schema.isAvro()) {
            body.put("schemaType", schema.type());
        }
        if (!schema.references().isEmpty()) {
            for (SchemaReference reference : schema.references()) {
                body.withArray("references")
                        .addObject()
                        .put("name", reference.name())
                        .put("subject", reference.subject())
                        .put("version", reference.version());
            }
        }
        return body;
    }

    static RegistrySchema schema(JsonNode answer) {
        List<SchemaReference> references = new ArrayList<>();
        for (JsonNode reference : answer.path("references")) {
            references.add(new SchemaReference(
                    text(reference, "name"), text(reference, "subject"), number(reference, "version")));
        }
        return new RegistrySchema(
                answer.path("schemaType").asText(RegistrySchema.AVRO), text(answer, "schema"), references);
    }

    static RegisteredSchema registeredSchema(JsonNode answer) {
        return new RegisteredSchema(
                text(answer, "subject"), number(answer, "version"), number(answer, "id"), schema(answer));
    }

    static SubjectVersion subjectVersion(JsonNode answer) {
        return new SubjectVersion(text(answer, "subject"), number(answer, "version"));
    }

    static Compatibility compatibility(JsonNode answer) {
        return named(Compatibility.class, text(answer, "compatibilityLevel"));
    }

    static RegistryMode mode(JsonNode answer) {
        return named(RegistryMode.class, text(answer, "mode"));
    }

    private static <E extends Enum<E>> E named(Class<E> choices, String name) {
        return Arrays.stream(choices.getEnumConstants())
                .filter(choice -> choice.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UnexpectedAnswer("unknown " + choices.getSimpleName() + " " + name));
    }

    static <T> List<T> list(JsonNode answer, Reader<T> reader) {
        if (!answer.isArray()) {
            throw new UnexpectedAnswer("expected an array");
        }
        List<T> items = new ArrayList<>();
        for (JsonNode item : answer) {
            items.add(reader.read(item));
        }
        return List.copyOf(items);
    }

    static String text(JsonNode answer, String field) {
        return Optional.ofNullable(answer.get(field))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .orElseThrow(() -> new UnexpectedAnswer("expected a text in " + field));
    }

    static int number(JsonNode answer, String field) {
        return number(answer.path(field));
    }

    static int number(JsonNode answer) {
        if (!answer.isInt()) {
            throw new UnexpectedAnswer("expected a whole number");
        }
        return answer.asInt();
    }

    /** Reads one value of an answer. */
    @FunctionalInterface
    interface Reader<T> {
        /**
         * The value that an answer holds.
         *
         * @throws UnexpectedAnswer if it is not what the API promises
         */
        T read(JsonNode answer);
    }

    /** The answer is JSON, but not what the API promises. */
    static final class UnexpectedAnswer extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnexpectedAnswer(String message) {
            super(message);
        }
    }
}
