/** The command {@code bin/benchmark} and the list of its comparisons. */
@NullMarked
package org.lsst.efd.benchmarks;

import org.jspecify.annotations.NullMarked;
