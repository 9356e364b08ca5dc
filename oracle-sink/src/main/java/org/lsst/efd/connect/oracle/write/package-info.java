/** Rows wait for their batch, and are written in transactions by one thread. */
@NullMarked
package org.lsst.efd.connect.oracle.write;

import org.jspecify.annotations.NullMarked;
