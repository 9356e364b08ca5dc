package org.lsst.efd.connect.influxdb.line;

import org.apache.kafka.connect.errors.DataException;
import org.lsst.efd.connect.common.flatten.Leaf;
import org.lsst.efd.connect.common.flatten.LeafKind;

/** A field of a plan: its name, encoded once, with the comma before it and the equal sign behind it. Immutable. */
final class FieldColumn {
    private final String name;
    private final LeafKind kind;
    private final byte[] prefix;

    private FieldColumn(String name, LeafKind kind, byte[] prefix) {
        this.name = name;
        this.kind = kind;
        this.prefix = prefix;
    }

    /**
     * The column of a leaf.
     *
     * @throws DataException if its name is empty
     */
    static FieldColumn of(Leaf leaf) {
        byte[] escaped = EscapedName.key(leaf.name());
        if (escaped.length == 0) {
            throw new DataException("a field at " + leaf.path() + " has an empty name");
        }
        byte[] prefix = new byte[escaped.length + 2];
        prefix[0] = ',';
        System.arraycopy(escaped, 0, prefix, 1, escaped.length);
        prefix[prefix.length - 1] = '=';
        return new FieldColumn(leaf.name(), leaf.kind(), prefix);
    }

    String name() {
        return name;
    }

    LeafKind kind() {
        return kind;
    }

    byte[] prefix() {
        return prefix;
    }
}
