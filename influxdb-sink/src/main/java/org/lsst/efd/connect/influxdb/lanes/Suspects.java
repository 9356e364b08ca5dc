package org.lsst.efd.connect.influxdb.lanes;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The schemas whose last record was refused. Where a field is stored with another type, the next record of the schema
 * will be refused as well, so it is tried alone, and what stands around it is not sent in vain. Once a record of the
 * schema is stored, it is free of suspicion. Not thread-safe: it belongs to a sender.
 */
final class Suspects {
    /** With more of them in a batch, looking for the bad ones is cheaper than trying each. */
    private static final double MAX_SHARE = 0.1;

    private static final int MAX_SCHEMAS = 1_000;

    private final Set<Schema> schemas = Collections.newSetFromMap(new IdentityHashMap<>());

    /** The lines of a batch to be tried alone, in ascending order. */
    List<Integer> in(Batch batch) {
        if (schemas.isEmpty()) {
            return List.of();
        }
        List<Integer> lines = new ArrayList<>();
        for (int line = 0; line < batch.count(); line++) {
            Schema schema = schemaOf(batch, line);
            if (schema != null && schemas.contains(schema)) {
                lines.add(line);
            }
        }
        return lines.size() <= MAX_SHARE * batch.count() ? lines : List.of();
    }

    /** The server has refused a line. */
    void refused(Batch batch, int line) {
        Schema schema = schemaOf(batch, line);
        if (schema != null && schemas.size() < MAX_SCHEMAS) {
            schemas.add(schema);
        }
    }

    /** The server has stored a line. */
    void stored(Batch batch, int line) {
        Schema schema = schemas.isEmpty() ? null : schemaOf(batch, line);
        if (schema != null) {
            schemas.remove(schema);
        }
    }

    private static @Nullable Schema schemaOf(Batch batch, int line) {
        return batch.record(line).record().valueSchema();
    }
}
