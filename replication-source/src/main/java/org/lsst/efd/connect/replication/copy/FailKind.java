package org.lsst.efd.connect.replication.copy;

import org.lsst.efd.connect.common.source.SourceEvent;

/** Why a partition is not copied any more. */
public enum FailKind {
    /** Records were deleted at the source before they were copied, and {@code gap.policy=fail}. */
    GAP,
    /** The source's log was truncated, and {@code truncation.policy=fail}. */
    TRUNCATION,
    /** The target does not take so large a record, and {@code oversize.policy=fail}. */
    OVERSIZE,
    /** A message has no schema id, and {@code schema.unframed=fail}. */
    UNFRAMED;

    /** Why the reader has given up. */
    static FailKind of(SourceEvent.Failed failed) {
        return switch (failed.kind()) {
            case GAP -> GAP;
            case TRUNCATION -> TRUNCATION;
        };
    }
}
