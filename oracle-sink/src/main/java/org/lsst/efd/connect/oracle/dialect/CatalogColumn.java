package org.lsst.efd.connect.oracle.dialect;

/**
 * A column as the catalog of the database describes it.
 *
 * @param typeName the database's own name of its type
 * @param size characters, digits, or as the driver says
 * @param scale digits after the point, or of a second
 * @param comment as far as the driver tells; empty for none
 */
public record CatalogColumn(String name, String typeName, int size, int scale, String comment) {}
