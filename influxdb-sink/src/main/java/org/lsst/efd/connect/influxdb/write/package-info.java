/** The conversation with the write endpoint: one request, and what its answer means. */
@NullMarked
package org.lsst.efd.connect.influxdb.write;

import org.jspecify.annotations.NullMarked;
