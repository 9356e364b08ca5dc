package org.lsst.efd.connect.parquet.paths;

import java.util.List;

/**
 * The directory of a record.
 *
 * @param directory below the root of the store; parts joined by {@code /}
 * @param values what each use of a field, header or key gave, in the order of the template
 * @param fromNs first nanosecond of the event times that lead here; {@link Long#MIN_VALUE} without date
 * @param untilNs first nanosecond after them; {@link Long#MAX_VALUE} without date
 */
public record FilePath(String directory, List<String> values, long fromNs, long untilNs) {
    public FilePath {
        values = List.copyOf(values);
    }

    /** Whether a time leads here too, all else being the same. */
    public boolean covers(long timeNs) {
        return timeNs >= fromNs && timeNs < untilNs;
    }
}
