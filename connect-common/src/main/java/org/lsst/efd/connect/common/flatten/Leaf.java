package org.lsst.efd.connect.common.flatten;

import java.util.Optional;
import org.apache.kafka.connect.data.Schema;

/**
 * A value that flattening leads to: what becomes a column.
 *
 * @param name the flattened and renamed name, unique in its plan
 * @param path where it stands in the record, with array indexes: {@code position.x[3]}
 * @param sourcePath the same without indexes, as field selections see it
 * @param index its place in the innermost array; -1 outside of arrays
 * @param kind what it holds
 * @param schema the schema of the value itself
 * @param source the schema that documents it: its own, or that of the array it is an element of
 */
public record Leaf(
        String name, String path, String sourcePath, int index, LeafKind kind, Schema schema, Schema source) {
    /** The unit as the source schema writes it (parameter {@code units}). */
    public Optional<String> units() {
        return parameter("units");
    }

    /** What the source schema says it is: the parameter {@code description}, else the documentation. */
    public Optional<String> description() {
        return parameter("description").or(() -> Optional.ofNullable(source.doc()));
    }

    private Optional<String> parameter(String name) {
        return source.parameters() == null
                ? Optional.empty()
                : Optional.ofNullable(source.parameters().get(name)).filter(text -> !text.isBlank());
    }
}
