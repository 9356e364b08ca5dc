/** Avro: the schema that both formats carry, and Object Container Files made from rows that lie in columns. */
@NullMarked
package org.lsst.efd.connect.parquet.avro;

import org.jspecify.annotations.NullMarked;
