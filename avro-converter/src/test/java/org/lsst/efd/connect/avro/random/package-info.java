/** Random schemas and values for the properties of the converter, and plain forms to compare them by. */
@NullMarked
package org.lsst.efd.connect.avro.random;

import org.jspecify.annotations.NullMarked;
