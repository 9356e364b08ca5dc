package org.lsst.efd.connect.parquet.rows;

import java.util.List;
import org.lsst.efd.connect.common.flatten.Flattener;

/**
 * How records become rows.
 *
 * @param areStructsFlat whether nested structs become columns of their own; always where arrays do
 * @param flattener names of flattened columns, and the selection of fields
 * @param extras columns behind those of the record
 */
public record ShapeRules(ArrayHandling arrays, boolean areStructsFlat, Flattener flattener, List<ExtraColumn> extras) {
    public ShapeRules {
        extras = List.copyOf(extras);
    }

    boolean isFlat() {
        return areStructsFlat || arrays == ArrayHandling.FLATTEN;
    }
}
