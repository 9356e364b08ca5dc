/** Windowed statistics of records: a transform for any connector, and a connector that tells each window exactly once. */
@NullMarked
package org.lsst.efd.connect.aggregator;

import org.jspecify.annotations.NullMarked;
