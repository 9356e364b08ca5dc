package org.lsst.efd.connect.avro.framing;

import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Something per Connect schema, found by identity first and by equality second: a transform that builds an equal schema
 * for every record costs a comparison, not a compilation. Bounded, least recently used. Not thread-safe.
 */
final class SchemaCache<T> {
    private static final int IDENTITIES = 4;

    private final @Nullable Schema[] recent = new @Nullable Schema[IDENTITIES];
    private final @Nullable Object[] ofRecent = new @Nullable Object[IDENTITIES];
    private final Map<Schema, T> byEquality;
    private @Nullable T ofNone;
    private int next;

    SchemaCache(int maxSize) {
        byEquality = new LruMap<>(maxSize);
    }

    /** What belongs to a schema, or to data without one; null if nothing is known. */
    @SuppressWarnings("unchecked") // only T is put in
    @Nullable
    T find(@Nullable Schema schema) {
        if (schema == null) {
            return ofNone;
        }
        for (int i = 0; i < IDENTITIES; i++) {
            if (recent[i] == schema) {
                return (T) ofRecent[i];
            }
        }
        T equal = byEquality.get(schema);
        if (equal != null) {
            remember(schema, equal);
        }
        return equal;
    }

    void add(@Nullable Schema schema, T value) {
        Objects.requireNonNull(value);
        if (schema == null) {
            ofNone = value;
            return;
        }
        for (int i = 0; i < IDENTITIES; i++) {
            if (schema.equals(recent[i])) {
                recent[i] = null;
            }
        }
        byEquality.put(schema, value);
        remember(schema, value);
    }

    private void remember(Schema schema, T value) {
        recent[next] = schema;
        ofRecent[next] = value;
        next = (next + 1) % IDENTITIES;
    }
}
