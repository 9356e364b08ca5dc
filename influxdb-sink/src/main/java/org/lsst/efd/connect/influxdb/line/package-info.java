/** From a Connect record to line protocol bytes: escaping, numbers, the compiled plan of a schema. */
@NullMarked
package org.lsst.efd.connect.influxdb.line;

import org.jspecify.annotations.NullMarked;
