/** Aggregates: which numbers of a record go into windows, and what the record of a closed window looks like. */
@NullMarked
package org.lsst.efd.connect.common.aggregate;

import org.jspecify.annotations.NullMarked;
