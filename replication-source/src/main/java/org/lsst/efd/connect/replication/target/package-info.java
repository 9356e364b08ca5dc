/** The topics at the target: their names, partitions and settings, made before the first record. */
@NullMarked
package org.lsst.efd.connect.replication.target;

import org.jspecify.annotations.NullMarked;
