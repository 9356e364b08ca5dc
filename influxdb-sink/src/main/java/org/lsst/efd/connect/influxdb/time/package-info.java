/** The time of a point: from the record to the unit of the wire. */
@NullMarked
package org.lsst.efd.connect.influxdb.time;

import org.jspecify.annotations.NullMarked;
