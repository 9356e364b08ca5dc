/** Reads files back, by other code than wrote them. */
@NullMarked
package org.lsst.efd.connect.parquet.read;

import org.jspecify.annotations.NullMarked;
