/** Where a record's file goes: directories made from a template, safe whatever the record holds. */
@NullMarked
package org.lsst.efd.connect.parquet.paths;

import org.jspecify.annotations.NullMarked;
