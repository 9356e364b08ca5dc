/** Compares what was produced with what is in every place it was carried to. */
@NullMarked
package org.lsst.efd.quickstart.audit;

import org.jspecify.annotations.NullMarked;
