package org.lsst.efd.connect.common.fields;

import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Reads one field of the values of one schema; no look-up by name where there is a schema. Immutable. */
public final class FieldReader {
    private final List<String> names;
    private final Field[] steps;
    private final boolean isReachable;

    private FieldReader(List<String> names, Field[] steps, boolean isReachable) {
        this.names = names;
        this.steps = steps;
        this.isReachable = isReachable;
    }

    static FieldReader of(List<String> names, @Nullable Schema schema) {
        if (schema == null) {
            return new FieldReader(names, new Field[0], true);
        }
        Field[] steps = new Field[names.size()];
        Schema here = schema;
        for (int i = 0; i < steps.length; i++) {
            Field step = here.type() == Schema.Type.STRUCT ? here.field(names.get(i)) : null;
            if (step == null) {
                return new FieldReader(names, new Field[0], false);
            }
            steps[i] = step;
            here = step.schema();
        }
        return new FieldReader(names, steps, true);
    }

    /** The value of the field; null where it, or a struct on the way, is null or absent. */
    public @Nullable Object read(@Nullable Object value) {
        if (!isReachable) {
            return null;
        }
        Object here = value;
        if (steps.length > 0) {
            for (Field step : steps) {
                if (!(here instanceof Struct struct)) {
                    return null;
                }
                here = valueOf(struct, step);
            }
            return here;
        }
        for (String name : names) {
            if (!(here instanceof Map<?, ?> map)) {
                return null;
            }
            here = map.get(name);
        }
        return here;
    }

    /** The schema of the field; null where the schema lacks the field and for data without schema. */
    public @Nullable Schema schema() {
        return steps.length == 0 ? null : steps[steps.length - 1].schema();
    }

    /**
     * The value of a field as the record holds it. A null in an optional field stays null, where {@link Struct#get}
     * would put the default in its place and so invent a measurement.
     */
    public static @Nullable Object valueOf(Struct struct, Field field) {
        Schema schema = field.schema();
        return schema.isOptional() && schema.defaultValue() != null
                ? struct.getWithoutDefault(field.name())
                : struct.get(field);
    }
}
