/** Avro's binary encoding read straight into Connect values, by plans that are compiled once per schema. */
@NullMarked
package org.lsst.efd.connect.avro.decode;

import org.jspecify.annotations.NullMarked;
