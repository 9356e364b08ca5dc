package org.lsst.efd.connect.parquet.shapes;

import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/** What later schemas of a topic must be to the first. */
public enum Compatibility {
    /** Anything. */
    NONE,
    /** Who knows the later schema can read what was written by the first. */
    BACKWARD,
    /** Who knows the first schema can read what is written by the later. */
    FORWARD,
    /** Both. */
    FULL;

    boolean allows(Schema first, Schema later) {
        return switch (this) {
            case NONE -> true;
            case BACKWARD -> canRead(later, first);
            case FORWARD -> canRead(first, later);
            case FULL -> canRead(later, first) && canRead(first, later);
        };
    }

    private static boolean canRead(Schema reader, Schema written) {
        return SchemaCompatibility.checkReaderWriterCompatibility(reader, written)
                        .getType()
                == SchemaCompatibilityType.COMPATIBLE;
    }
}
