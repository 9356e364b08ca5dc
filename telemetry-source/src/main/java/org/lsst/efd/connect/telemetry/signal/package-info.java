/** Signals: the value of every field as a pure function of seed, topic, field and sequence number. */
@NullMarked
package org.lsst.efd.connect.telemetry.signal;

import org.jspecify.annotations.NullMarked;
