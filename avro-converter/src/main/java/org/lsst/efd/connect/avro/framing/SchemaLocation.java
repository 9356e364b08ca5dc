package org.lsst.efd.connect.avro.framing;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/** Makes the path of fields out of a pointer into the JSON of a schema. */
final class SchemaLocation {
    private SchemaLocation() {}

    /**
     * The fields on the way to a place in a schema, such as {@code field a.b}; the schema's own name if there are none.
     *
     * @param pointer a JSON pointer such as {@code /fields/1/type/fields/0}
     */
    static String describe(Schema schema, String pointer) {
        List<String> names = new ArrayList<>();
        String[] parts = pointer.split("/", -1);
        Schema at = schema;
        for (int i = 1; i < parts.length; i++) {
            if (parts[i].equals("fields") && i + 1 < parts.length && at.getType() == Schema.Type.RECORD) {
                Schema.Field field = at.getFields().get(Integer.parseInt(parts[++i]));
                names.add(field.name());
                at = field.schema();
            } else if (parts[i].equals("items") && at.getType() == Schema.Type.ARRAY) {
                at = at.getElementType();
            } else if (parts[i].equals("values") && at.getType() == Schema.Type.MAP) {
                at = at.getValueType();
            } else if (at.isUnion() && parts[i].matches("\\d+")) {
                at = at.getTypes().get(Integer.parseInt(parts[i]));
            }
        }
        return names.isEmpty() ? schema.getFullName() : "field " + String.join(".", names);
    }
}
