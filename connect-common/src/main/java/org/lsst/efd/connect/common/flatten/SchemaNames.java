package org.lsst.efd.connect.common.flatten;

import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;

/** The names that a schema gives to its arrays and to its other fields, whatever the records hold. */
final class SchemaNames {
    private final Flattener rules;
    private final Set<String> arrays = new HashSet<>();
    private final Set<String> plainFields = new HashSet<>();

    private SchemaNames(Flattener rules) {
        this.rules = rules;
    }

    /** Decides how the arrays of a schema are named. */
    static ArrayNames arrayNames(Flattener rules, Schema schema, String arrayDelimiter) {
        SchemaNames names = new SchemaNames(rules);
        names.collect(Place.ROOT, schema, false);
        return ArrayNames.of(names.arrays, names.plainFields, arrayDelimiter);
    }

    private void collect(Place place, Schema schema, boolean isElement) {
        if (schema.type() == Schema.Type.STRUCT) {
            for (Field field : schema.fields()) {
                collect(place.field(field.name(), rules.delimiter(), null), field.schema(), false);
            }
        } else if (schema.type() == Schema.Type.ARRAY && rules.arrayAt(place.sourcePath()) == Handling.FLATTEN) {
            if (!isElement) {
                arrays.add(place.pattern());
            }
            collect(place.element(0, ""), schema.valueSchema(), true);
        } else if (schema.type() != Schema.Type.MAP && !isElement) {
            plainFields.add(place.pattern());
        }
    }
}
