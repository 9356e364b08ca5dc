/** Connect values written straight into Avro's binary encoding, by plans that are compiled once per schema. */
@NullMarked
package org.lsst.efd.connect.avro.encode;

import org.jspecify.annotations.NullMarked;
