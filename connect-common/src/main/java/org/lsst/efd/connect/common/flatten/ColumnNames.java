package org.lsst.efd.connect.common.flatten;

import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.connect.errors.DataException;

/** The names of one plan: each belongs to one place of the record, also as arrays and maps grow. */
final class ColumnNames {
    /** Nothing real comes near (14,486 in the widest topic): beyond it somebody uses map keys as values. */
    static final int COLUMNS_MAX = 100_000;

    private final UnaryOperator<String> rename;
    private final Map<String, String> paths = new HashMap<>();

    ColumnNames(UnaryOperator<String> rename) {
        this.rename = rename;
    }

    /**
     * The final name of a place.
     *
     * @throws DataException if another place has it already, or there are too many
     */
    String claim(Place place) {
        String name = rename.apply(place.name());
        String other = paths.putIfAbsent(name, place.path());
        if (other != null && !other.equals(place.path())) {
            throw new DataException("fields " + other + " and " + place.path() + " would both be column " + name);
        }
        if (paths.size() > COLUMNS_MAX) {
            throw new DataException("field " + place.path() + " would be one column more than " + COLUMNS_MAX);
        }
        return name;
    }
}
