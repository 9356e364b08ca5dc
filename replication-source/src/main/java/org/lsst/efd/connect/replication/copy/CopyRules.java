package org.lsst.efd.connect.replication.copy;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.lsst.efd.connect.replication.target.PartitionMapping;

/**
 * What holds for the records of all partitions.
 *
 * @param cluster alias of the source
 * @param mapping to which partitions they go
 * @param hasProvenance whether headers say where a record is from
 * @param skipsOversize whether records that are too large are left out, or else their partition ends
 * @param failsUnframed whether bytes without a schema id are an error
 * @param unknownSchemas what becomes of records whose schema does not come
 * @param unknownTimeout within this time
 * @param synchronizes which topics' schema ids are looked at
 * @param decoding decodes records, instead of passing their bytes
 */
public record CopyRules(
        String cluster,
        PartitionMapping mapping,
        boolean hasProvenance,
        boolean skipsOversize,
        boolean failsUnframed,
        UnknownSchemas unknownSchemas,
        Duration unknownTimeout,
        Predicate<String> synchronizes,
        Optional<Decoding> decoding) {}
