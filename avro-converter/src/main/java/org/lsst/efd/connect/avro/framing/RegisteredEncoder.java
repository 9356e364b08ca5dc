package org.lsst.efd.connect.avro.framing;

import java.time.Instant;
import org.lsst.efd.connect.avro.encode.EncodePlan;

/**
 * How data of one Connect schema is written to one topic.
 *
 * @param id of the schema in the registry
 * @param plan writes the values
 * @param validUntil when the registry must be asked again
 */
record RegisteredEncoder(int id, EncodePlan plan, Instant validUntil) {
    /** Whether the registry need not be asked again. */
    boolean isForEver() {
        return validUntil.equals(Instant.MAX);
    }
}
