package org.lsst.efd.integration.replication;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.util.RandomData;
import org.lsst.efd.registry.RegistrySchema;
import org.lsst.efd.registry.SchemaReference;

/** The formats of schemas that a registry knows, with schemas that evolve, refer to another, and are oddly spaced. */
enum SchemaFormat {
    AVRO("efd.Point") {
        @Override
        String point(int version) {
            return "{\"type\": \"record\", \"name\": \"Point\",  \"namespace\": \"efd\", \"fields\": ["
                    + fields(version, ",", "{\"name\": \"x%d\", \"type\": \"long\", \"default\": 0, \"units\": \"µm\"}")
                    + "]}";
        }

        @Override
        String text(String name, int version) {
            return "{\"type\": \"record\", \"name\": \"" + name
                    + "\", \"namespace\": \"efd\",   \"description\": \"0 °C, “set”\", \"fields\": [\n"
                    + fields(
                            version,
                            ",\n",
                            "  {\"name\": \"f%d\", \"type\": \"long\", \"default\": 0, \"units\": \"m/s²\"}")
                    + ",\n  {\"name\": \"at\", \"type\": \"efd.Point\"}]}";
        }

        @Override
        byte[] body(Schemas schemas, RegistrySchema schema, long number) {
            org.apache.avro.Schema parsed = schemas.parse(schema);
            return Schemas.body(
                    parsed, new RandomData(parsed, 1, number).iterator().next());
        }
    },
    JSON("point.json") {
        @Override
        String point(int version) {
            return "{\"$schema\": \"http://json-schema.org/draft-07/schema#\",  \"type\": \"object\", \"properties\": {"
                    + fields(version, ",", "\"x%d\": {\"type\": \"number\", \"units\": \"µm\"}") + "}}";
        }

        @Override
        String text(String name, int version) {
            return "{\"$schema\": \"http://json-schema.org/draft-07/schema#\", \"title\": \"" + name
                    + "\",   \"type\": \"object\", \"description\": \"0 °C, “set”\", \"properties\": {\n"
                    + fields(version, ",\n", "  \"f%d\": {\"type\": \"number\", \"units\": \"m/s²\"}")
                    + ",\n  \"at\": {\"$ref\": \"point.json\"}}}";
        }

        @Override
        byte[] body(Schemas schemas, RegistrySchema schema, long number) {
            return ("{\"f1\":" + number + ", \"at\": {\"x1\": 0.5}}").getBytes(UTF_8);
        }
    },
    PROTOBUF("point.proto") {
        @Override
        String point(int version) {
            return "syntax = \"proto3\";\npackage efd;\n\n// in µm\nmessage Point {\n"
                    + fields(version, "\n", "  int64 x%1$d = %1$d;") + "\n}\n";
        }

        @Override
        String text(String name, int version) {
            return "syntax = \"proto3\";\npackage efd;\n\nimport \"point.proto\";\n\n/* 0 °C,   “set” */\nmessage "
                    + name + " {\n" + fields(version, "\n", "  int64 f%1$d = %1$d; // m/s²")
                    + "\n  Point at = 100;\n}\n";
        }

        @Override
        byte[] body(Schemas schemas, RegistrySchema schema, long number) {
            // the first message of the file, and its first field as a number of one byte
            return new byte[] {0, 8, (byte) (number % 128)};
        }
    };

    /** What the schemas refer to has as many versions. */
    private static final int POINTS = 2;

    /** From this version on the last of them is referred to. */
    private static final int REFERS_TO_LAST = 4;

    private final String referenceName;

    SchemaFormat(String referenceName) {
        this.referenceName = referenceName;
    }

    abstract String point(int version);

    abstract String text(String name, int version);

    /** A value of the schema as bytes, without an id before it. */
    abstract byte[] body(Schemas schemas, RegistrySchema schema, long number);

    /** Registers what the schemas refer to, in two versions. */
    void registerPoints(Schemas schemas) {
        for (int version = 1; version <= POINTS; version++) {
            schemas.register(pointSubject(), new RegistrySchema(name(), point(version), List.of()));
        }
    }

    /** A version of a schema; each refers to another by the version that this has in its subject. */
    RegistrySchema schema(String name, int version) {
        int point = version < REFERS_TO_LAST ? 1 : POINTS;
        return new RegistrySchema(
                name(), text(name, version), List.of(new SchemaReference(referenceName, pointSubject(), point)));
    }

    private String pointSubject() {
        return "point-in-" + lowerCase();
    }

    String lowerCase() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static String fields(int count, String separator, String field) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> String.format(Locale.ROOT, field, number))
                .collect(Collectors.joining(separator));
    }
}
