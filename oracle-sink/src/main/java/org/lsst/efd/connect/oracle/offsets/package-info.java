/** Positions of partitions in the database, and who may write them. */
@NullMarked
package org.lsst.efd.connect.oracle.offsets;

import org.jspecify.annotations.NullMarked;
