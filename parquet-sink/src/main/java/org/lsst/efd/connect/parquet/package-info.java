/** The Parquet sink: Connect records to columnar files, each record exactly once, told by the names of the files alone. */
@NullMarked
package org.lsst.efd.connect.parquet;

import org.jspecify.annotations.NullMarked;
