/** The telemetry source in real workers: loaded from its directory, killed, and on the oldest worker. */
@NullMarked
package org.lsst.efd.integration.telemetry;

import org.jspecify.annotations.NullMarked;
