/** Metrics of tasks, also in workers that are too old for them. */
@NullMarked
package org.lsst.efd.connect.common.metrics;

import org.jspecify.annotations.NullMarked;
