package org.lsst.efd.connect.oracle.table;

/**
 * A column that is wanted.
 *
 * @param name as the database knows it
 * @param isKey whether it is in the primary key, and so not null
 * @param comment what a person should know of it; empty for nothing
 */
public record ColumnSpec(String name, ColumnType type, boolean isKey, String comment) {
    /** The same without its comment. */
    public ColumnSpec withoutComment() {
        return new ColumnSpec(name, type, isKey, "");
    }
}
