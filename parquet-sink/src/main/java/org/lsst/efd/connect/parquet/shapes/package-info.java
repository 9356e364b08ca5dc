/** Which shape the rows of a record have: compiled once per schema, checked against the first of its topic. */
@NullMarked
package org.lsst.efd.connect.parquet.shapes;

import org.jspecify.annotations.NullMarked;
