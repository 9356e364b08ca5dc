/** Telemetry through real workers: complete, in order, each record once. */
@NullMarked
package org.lsst.efd.integration.telemetry;

import org.jspecify.annotations.NullMarked;
