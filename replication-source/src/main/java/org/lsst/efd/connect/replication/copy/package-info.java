/** Records on their way: one partition at a time, with what may hold it. */
@NullMarked
package org.lsst.efd.connect.replication.copy;

import org.jspecify.annotations.NullMarked;
