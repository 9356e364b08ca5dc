/** The InfluxDB sink: Connect records to line protocol, delivered effectively once. */
@NullMarked
package org.lsst.efd.connect.influxdb;

import org.jspecify.annotations.NullMarked;
