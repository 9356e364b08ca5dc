/** Offsets of connectors: their documents, and the targets of a rewind. */
@NullMarked
package org.lsst.efd.connect.manager.offsets;

import org.jspecify.annotations.NullMarked;
