/** Replay of recorded telemetry from CSV files: the only package that knows CSV. */
@NullMarked
package org.lsst.efd.connect.telemetry.replay;

import org.jspecify.annotations.NullMarked;
