/** Records as columns: what a schema becomes, and buffers of primitive arrays that hold rows until a file is due. */
@NullMarked
package org.lsst.efd.connect.parquet.rows;

import org.jspecify.annotations.NullMarked;
