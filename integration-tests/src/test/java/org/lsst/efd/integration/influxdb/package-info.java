/** The InfluxDB sink in a cluster of two workers, in front of a real server. */
@NullMarked
package org.lsst.efd.integration.influxdb;

import org.jspecify.annotations.NullMarked;
