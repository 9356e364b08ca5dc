package org.lsst.efd.connect.parquet.rows;

import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;

/**
 * Where a node stands.
 *
 * @param name of its column, fit for Parquet and Avro, unique beside its siblings
 * @param sourcePath the dotted path in the record, without indexes
 * @param source the schema that documents it
 * @param isOptional whether it may be null
 * @param rep repetition level of what stands here: the number of lists and maps around it
 * @param def definition level of what stands here when it is not null
 */
public record Place(String name, String sourcePath, Schema source, boolean isOptional, int rep, int def) {
    public Place {
        if (rep > LeafColumn.MAX_REP || def > LeafColumn.MAX_DEF) {
            throw new DataException("field " + sourcePath + " is nested deeper than " + LeafColumn.MAX_REP
                    + " lists and maps, or " + LeafColumn.MAX_DEF + " optional values");
        }
    }

    static Place inside(Place parent, String name, String sourcePath, Schema schema, boolean isOptional) {
        return new Place(name, sourcePath, schema, isOptional, parent.rep, parent.def + (isOptional ? 1 : 0));
    }

    /** The same for what repeats in this place: one list level further down. */
    Place repeated(String elementName, Schema schema, boolean isElementOptional) {
        return new Place(
                elementName, sourcePath, schema, isElementOptional, rep + 1, def + 1 + (isElementOptional ? 1 : 0));
    }
}
