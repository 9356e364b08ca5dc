/** A small object store for tests, which keeps the promise that the sink relies on: create only if absent. */
@NullMarked
package org.lsst.efd.connect.parquet.s3;

import org.jspecify.annotations.NullMarked;
