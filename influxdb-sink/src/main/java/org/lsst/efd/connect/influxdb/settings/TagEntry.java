package org.lsst.efd.connect.influxdb.settings;

import java.util.Optional;
import java.util.Set;
import org.lsst.efd.connect.common.fields.FieldPath;
import org.lsst.efd.connect.influxdb.line.EscapedName;

/**
 * An entry of the list of tags, {@code path[:tagname]}.
 *
 * @param name empty for the flattened name of the field
 */
record TagEntry(FieldPath path, Optional<String> name) {
    static TagEntry parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return new TagEntry(FieldPath.parse(text), Optional.empty());
        }
        String name = text.substring(colon + 1).trim();
        if (name.isEmpty()) {
            throw new IllegalArgumentException("has an entry without a name after its colon");
        }
        return new TagEntry(FieldPath.parse(text.substring(0, colon)), Optional.of(name));
    }

    /** What the field itself is called. */
    String fieldName(String delimiter) {
        return String.join(delimiter, path.names());
    }

    /** What the tag is called. */
    String tagName(String delimiter, Set<String> reserved) {
        return EscapedName.clean(name.orElse(fieldName(delimiter)), reserved);
    }
}
