package org.lsst.efd.connect.oracle.dialect;

import java.util.List;

/**
 * A statement on rows.
 *
 * @param binds for each placeholder, in order, the index of its column among those the statement was made for
 */
public record Dml(String sql, List<Integer> binds) {
    public Dml {
        binds = List.copyOf(binds);
    }
}
