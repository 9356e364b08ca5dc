/** Batches on their way to the server: several in parallel, each lane in order. */
@NullMarked
package org.lsst.efd.connect.influxdb.lanes;

import org.jspecify.annotations.NullMarked;
