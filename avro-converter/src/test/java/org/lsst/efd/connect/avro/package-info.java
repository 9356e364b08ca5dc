/** Tests of the converter as Connect uses it. */
@NullMarked
package org.lsst.efd.connect.avro;

import org.jspecify.annotations.NullMarked;
