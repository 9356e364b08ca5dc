package org.lsst.efd.connect.oracle.row;

import java.util.List;

/**
 * The primary key of a table.
 *
 * @param fields names of its columns for {@link KeyMode#KAFKA}; for a primitive record key the one name; otherwise dotted
 *     paths of fields, all of the record key where none is named
 */
public record KeyRules(KeyMode mode, List<String> fields) {
    public KeyRules {
        fields = List.copyOf(fields);
    }
}
