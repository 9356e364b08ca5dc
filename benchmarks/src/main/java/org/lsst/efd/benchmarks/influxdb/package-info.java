/** The InfluxDB sink beside influxdb-java and beside a raw POST of lines that are there already. */
@NullMarked
package org.lsst.efd.benchmarks.influxdb;

import org.jspecify.annotations.NullMarked;
