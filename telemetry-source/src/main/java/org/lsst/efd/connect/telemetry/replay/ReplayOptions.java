package org.lsst.efd.connect.telemetry.replay;

import java.util.Set;

/**
 * How a recording is told again.
 *
 * @param speed how many times faster than recorded; above 0
 * @param keepsTime whether the recorded times stay; else they move to when the record is due
 * @param movingFields the fields of seconds since the epoch that move along with the time, by the same span
 * @param sequenceField name of the field that holds the number of the record; empty for none
 */
public record ReplayOptions(double speed, boolean keepsTime, Set<String> movingFields, String sequenceField) {
    public ReplayOptions {
        movingFields = Set.copyOf(movingFields);
        if (!(speed > 0)) {
            throw new IllegalArgumentException("speed must be above 0");
        }
    }
}
