/** Kills and restarts components while telemetry flows. */
@NullMarked
package org.lsst.efd.quickstart.chaos;

import org.jspecify.annotations.NullMarked;
