/** Files on their way: what a file says of itself, how rows become bytes, and where the bytes wait to be published. */
@NullMarked
package org.lsst.efd.connect.parquet.files;

import org.jspecify.annotations.NullMarked;
