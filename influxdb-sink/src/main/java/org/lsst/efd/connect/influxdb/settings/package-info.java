/** The settings of the sink, by what they are about, and how they are read. */
@NullMarked
package org.lsst.efd.connect.influxdb.settings;

import org.jspecify.annotations.NullMarked;
