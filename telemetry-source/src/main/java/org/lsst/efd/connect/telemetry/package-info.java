/** A source connector that makes or replays telemetry, for demonstrations and load. */
@NullMarked
package org.lsst.efd.connect.telemetry;

import org.jspecify.annotations.NullMarked;
