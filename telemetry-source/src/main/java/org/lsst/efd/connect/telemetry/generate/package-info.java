/** Generated topics: names, schemas and widths from a few numbers. */
@NullMarked
package org.lsst.efd.connect.telemetry.generate;

import org.jspecify.annotations.NullMarked;
