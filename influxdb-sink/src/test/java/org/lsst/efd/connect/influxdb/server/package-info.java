/** A real InfluxDB server for tests. */
@NullMarked
package org.lsst.efd.connect.influxdb.server;

import org.jspecify.annotations.NullMarked;
