/** Streams: which record of a topic is due when, and where a topic goes on after a restart. */
@NullMarked
package org.lsst.efd.connect.telemetry.stream;

import org.jspecify.annotations.NullMarked;
