/** The Parquet sink beside records that are converted twice, and beside columns that need no conversion at all. */
@NullMarked
package org.lsst.efd.benchmarks.parquet;

import org.jspecify.annotations.NullMarked;
