/** The server's side of a target: reachability, databases and retention policies. */
@NullMarked
package org.lsst.efd.connect.influxdb.database;

import org.jspecify.annotations.NullMarked;
