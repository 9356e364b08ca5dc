package org.lsst.efd.connect.avro.schema;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;

/** What of Connect schemas decides how their values are written, without what is only for people to read. */
final class SchemaShapes {
    private final MappingOptions options;

    SchemaShapes(MappingOptions options) {
        this.options = options;
    }

    /** Whether two schemas of one name can share one definition: the same but for what only people read. */
    boolean areSame(Schema one, Schema other) {
        if (one == other) {
            return true;
        }
        if (one.type() != other.type()
                || !Objects.equals(one.name(), other.name())
                || !shapeParameters(one).equals(shapeParameters(other))) {
            return false;
        }
        return switch (one.type()) {
            case STRUCT -> haveSameFields(one.fields(), other.fields());
            case ARRAY -> hasSamePart(one.valueSchema(), other.valueSchema());
            case MAP ->
                hasSamePart(one.keySchema(), other.keySchema()) && hasSamePart(one.valueSchema(), other.valueSchema());
            case INT8, INT16, INT32, INT64, FLOAT32, FLOAT64, BOOLEAN, STRING, BYTES -> true;
        };
    }

    private boolean haveSameFields(List<Field> some, List<Field> others) {
        if (some.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < some.size(); i++) {
            boolean isSame = some.get(i).name().equals(others.get(i).name())
                    && hasSamePart(some.get(i).schema(), others.get(i).schema());
            if (!isSame) {
                return false;
            }
        }
        return true;
    }

    private boolean hasSamePart(Schema one, Schema other) {
        return one.isOptional() == other.isOptional()
                && Objects.equals(one.defaultValue(), other.defaultValue())
                && areSame(one, other);
    }

    /** The parameters that change what is written, and not only what it is called. */
    private Map<String, String> shapeParameters(Schema schema) {
        Map<String, String> parameters = new HashMap<>();
        if (schema.parameters() != null) {
            schema.parameters().forEach((key, value) -> {
                boolean isShape = key.equals(Decimal.SCALE_FIELD)
                        || key.equals(AvroProperties.DECIMAL_PRECISION)
                        || key.equals(AvroProperties.FIXED_SIZE)
                        || key.equals(AvroProperties.AVRO_LOGICAL_TYPE)
                        || (key.startsWith(AvroProperties.ENUM + ".") && options.isEnhanced());
                if (isShape) {
                    parameters.put(key, value);
                }
            });
        }
        return parameters;
    }
}
