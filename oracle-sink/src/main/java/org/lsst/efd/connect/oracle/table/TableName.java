package org.lsst.efd.connect.oracle.table;

import java.util.Optional;

/**
 * The name of a table as the database knows it, folded and shortened.
 *
 * @param schema schema or owner; empty for that of the connection
 */
public record TableName(Optional<String> schema, String name) {
    /** A table beside this one. */
    public TableName sibling(String other) {
        return new TableName(schema, other);
    }

    /** For messages: {@code schema.name}. */
    @Override
    public String toString() {
        return schema.map(owner -> owner + "." + name).orElse(name);
    }
}
