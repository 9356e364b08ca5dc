/** Tests of decoding. */
@NullMarked
package org.lsst.efd.connect.avro.decode;

import org.jspecify.annotations.NullMarked;
