/** How latencies are summed up. */
@NullMarked
package org.lsst.efd.quickstart.latency;

import org.jspecify.annotations.NullMarked;
