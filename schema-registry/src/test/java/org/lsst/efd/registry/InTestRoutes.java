package org.lsst.efd.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lsst.efd.registry.InTestSubjects.ApiError;

/** Which request of the REST API asks the in-test registry for what. */
final class InTestRoutes {
    private final InTestSubjects subjects;

    InTestRoutes(InTestSubjects subjects) {
        this.subjects = subjects;
    }

    /**
     * A request taken apart.
     *
     * @param method of HTTP
     * @param path its segments, decoded
     * @param query its parameters, decoded
     * @param body its JSON
     */
    record Call(String method, List<String> path, Map<String, String> query, JsonNode body) {
        static Call of(String method, URI uri, JsonNode body) {
            List<String> path = Arrays.stream(uri.getRawPath().substring(1).split("/"))
                    .map(Call::decoded)
                    .toList();
            Map<String, String> query = new HashMap<>();
            String rawQuery = uri.getRawQuery();
            for (String parameter : rawQuery == null ? new String[0] : rawQuery.split("&")) {
                int equals = parameter.indexOf('=');
                query.put(parameter.substring(0, equals), decoded(parameter.substring(equals + 1)));
            }
            return new Call(method, path, query, body);
        }

        private static String decoded(String text) {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        }

        boolean asks(String name) {
            return query.getOrDefault(name, "false").equals("true");
        }

        /** Whether method and path are these, a star standing for any segment. */
        boolean is(String pattern) {
            List<String> parts = new ArrayList<>(List.of(pattern.split("[ /]+")));
            if (!parts.remove(0).equals(method) || parts.size() != path.size()) {
                return false;
            }
            for (int i = 0; i < parts.size(); i++) {
                if (!parts.get(i).equals("*") && !parts.get(i).equals(path.get(i))) {
                    return false;
                }
            }
            return true;
        }
    }

    JsonNode answer(Call call) {
        return switch (call.path().get(0)) {
            case "schemas" -> schemas(call);
            case "subjects" -> call.method().equals("GET") ? readSubjects(call) : writeSubjects(call);
            case "compatibility" -> compatibility(call);
            case "config" -> config(call, call.path().size() > 1 ? call.path().get(1) : InTestSubjects.ALL);
            case "mode" -> mode(call, call.path().size() > 1 ? call.path().get(1) : InTestSubjects.ALL);
            default -> throw notFound();
        };
    }

    private static ApiError notFound() {
        return new ApiError(404, "HTTP 404 Not Found");
    }

    private JsonNode schemas(Call call) {
        if (call.is("GET schemas/types")) {
            return InTestRegistry.array(List.of("JSON", "PROTOBUF", "AVRO"));
        }
        if (call.is("GET schemas/ids/*")) {
            return described(subjects.schema(Integer.parseInt(call.path().get(2))));
        }
        if (call.is("GET schemas/ids/*/versions") || call.is("GET schemas/ids/*/subjects")) {
            List<SubjectVersion> holders =
                    subjects.holders(Integer.parseInt(call.path().get(2)), call.asks("deleted"));
            return call.path().get(3).equals("versions")
                    ? InTestRegistry.array(holders)
                    : InTestRegistry.array(holders.stream()
                            .map(SubjectVersion::subject)
                            .distinct()
                            .toList());
        }
        throw notFound();
    }

    private JsonNode readSubjects(Call call) {
        boolean withDeleted = call.asks("deleted");
        if (call.is("GET subjects")) {
            return InTestRegistry.array(subjects.subjects(call.query().getOrDefault("subjectPrefix", ""), withDeleted));
        }
        if (call.is("GET subjects/*/versions")) {
            return InTestRegistry.array(subjects.versions(call.path().get(1), withDeleted).stream()
                    .map(RegisteredSchema::version)
                    .toList());
        }
        if (call.is("GET subjects/*/versions/*")) {
            return described(subjects.version(call.path().get(1), call.path().get(3), withDeleted));
        }
        throw notFound();
    }

    private JsonNode writeSubjects(Call call) {
        if (call.is("POST subjects/*/versions")) {
            int id = subjects.register(call.path().get(1), schemaIn(call), given(call, "id"), given(call, "version"));
            return Json.object().put("id", id);
        }
        if (call.is("POST subjects/*")) {
            return described(subjects.lookUp(call.path().get(1), schemaIn(call), call.asks("deleted")));
        }
        if (call.is("DELETE subjects/*")) {
            return InTestRegistry.array(subjects.deleteSubject(call.path().get(1), call.asks("permanent")));
        }
        if (call.is("DELETE subjects/*/versions/*")) {
            return Json.MAPPER.valueToTree(
                    subjects.deleteVersion(call.path().get(1), call.path().get(3), call.asks("permanent")));
        }
        throw notFound();
    }

    private JsonNode compatibility(Call call) {
        if (!call.is("POST compatibility/subjects/*/versions/*")) {
            throw notFound();
        }
        String subject = call.path().get(2);
        RegisteredSchema earlier = subjects.version(subject, call.path().get(4), false);
        return Json.object().put("is_compatible", subjects.isCompatible(subject, earlier, schemaIn(call)));
    }

    private JsonNode config(Call call, String subject) {
        switch (call.method()) {
            case "PUT" -> {
                Compatibility level = named(Compatibility.class, call.body().path("compatibility"), 42203);
                subjects.setCompatibility(subject, level);
                return Json.object().put("compatibility", level.name());
            }
            case "DELETE" -> {
                Compatibility had = subjects.compatibility(subject);
                subjects.deleteCompatibility(subject);
                return Json.object().put("compatibilityLevel", had.name());
            }
            default -> {
                return Json.object()
                        .put(
                                "compatibilityLevel",
                                subjects.compatibility(subject).name());
            }
        }
    }

    private JsonNode mode(Call call, String subject) {
        switch (call.method()) {
            case "PUT" ->
                subjects.setMode(
                        subject, named(RegistryMode.class, call.body().path("mode"), 42204), call.asks("force"));
            case "DELETE" -> {
                RegistryMode had = subjects.mode(subject);
                subjects.deleteMode(subject);
                return Json.object().put("mode", had.name());
            }
            default -> {}
        }
        return Json.object().put("mode", subjects.mode(subject).name());
    }

    private static <E extends Enum<E>> E named(Class<E> choices, JsonNode name, int codeOfRefusal) {
        return Arrays.stream(choices.getEnumConstants())
                .filter(choice -> choice.name().equals(name.asText()))
                .findFirst()
                .orElseThrow(() -> new ApiError(codeOfRefusal, "Invalid " + choices.getSimpleName()));
    }

    private static RegistrySchema schemaIn(Call call) {
        if (!call.body().path("schema").isTextual()) {
            throw new ApiError(42201, "Empty schema");
        }
        return Json.schema(call.body());
    }

    private static Optional<Integer> given(Call call, String field) {
        return call.body().path(field).isInt()
                ? Optional.of(call.body().path(field).asInt())
                : Optional.empty();
    }

    private static ObjectNode described(RegistrySchema schema) {
        return Json.of(schema).put("from a later release", true);
    }

    private static ObjectNode described(RegisteredSchema registered) {
        return described(registered.schema())
                .put("subject", registered.subject())
                .put("version", registered.version())
                .put("id", registered.id());
    }
}
