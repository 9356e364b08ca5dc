package org.lsst.efd.connect.oracle.write;

import org.lsst.efd.connect.oracle.row.Row;

/**
 * A row that the database can never hold.
 *
 * @param kind a word for the metrics
 * @param reason what is wrong, without values
 */
record Rejected(Row row, String kind, String reason) {}
