package org.lsst.efd.connect.telemetry.signal;

import org.lsst.efd.connect.common.time.LeapSeconds;

/**
 * How the values of made-up records look.
 *
 * @param seed where all chance starts; the same seed gives the same values
 * @param recordsPerSecond the rate of the topic, so that curves move at the same speed at every rate; above 0
 * @param sequenceField name of the field that holds the exact number of the record; empty for none
 * @param salIndexCount how many components take turns in {@code salIndex}, 1 or more
 * @param arrayLength elements of an array whose schema has no default that tells a length, 0 or more
 * @param nullRatio share of optional fields that are null, from 0 to 1
 * @param nanRatio share of floating point values that are NaN, from 0 to 1
 * @param leapSeconds how far TAI is ahead of UTC
 */
public record SignalOptions(
        long seed,
        double recordsPerSecond,
        String sequenceField,
        int salIndexCount,
        int arrayLength,
        double nullRatio,
        double nanRatio,
        LeapSeconds leapSeconds) {
    public SignalOptions {
        if (!(recordsPerSecond > 0) || salIndexCount < 1 || arrayLength < 0) {
            throw new IllegalArgumentException("recordsPerSecond, salIndexCount or arrayLength is too small");
        }
        if (!(nullRatio >= 0 && nullRatio <= 1 && nanRatio >= 0 && nanRatio <= 1)) {
            throw new IllegalArgumentException("a ratio must be between 0 and 1");
        }
    }
}
