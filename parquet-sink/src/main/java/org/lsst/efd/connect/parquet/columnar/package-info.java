/**
 * The Parquet format: rows that lie in columns already are encoded column by column. What this package uses of parquet-mr
 * is public but marked as private to it; a test of every call fails when an upgrade changes that.
 */
@NullMarked
package org.lsst.efd.connect.parquet.columnar;

import org.jspecify.annotations.NullMarked;
