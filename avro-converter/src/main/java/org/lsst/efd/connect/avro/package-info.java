/** Converts Avro bytes to Connect data and back, with no generic record between. */
@NullMarked
package org.lsst.efd.connect.avro;

import org.jspecify.annotations.NullMarked;
