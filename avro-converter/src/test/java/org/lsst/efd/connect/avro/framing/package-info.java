/** Tests of the framings. */
@NullMarked
package org.lsst.efd.connect.avro.framing;

import org.jspecify.annotations.NullMarked;
