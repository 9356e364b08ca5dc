/** Stores: where files appear at once and whole, and only if no other has their name. */
@NullMarked
package org.lsst.efd.connect.parquet.store;

import org.jspecify.annotations.NullMarked;
