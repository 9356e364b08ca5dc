/**
 * Exactly once by names: a lane is one partition, directory and source schema; its files follow each other in offset
 * order, and the name of each says where it begins.
 */
@NullMarked
package org.lsst.efd.connect.parquet.lanes;

import org.jspecify.annotations.NullMarked;
