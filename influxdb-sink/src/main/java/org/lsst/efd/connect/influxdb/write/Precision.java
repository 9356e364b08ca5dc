package org.lsst.efd.connect.influxdb.write;

import org.lsst.efd.connect.common.time.Rounding;

/** The unit of timestamps on the wire, and its names, which differ from endpoint to endpoint. */
public enum Precision {
    /** Seconds. */
    S(1_000_000_000, "s", "s"),
    /** Milliseconds. */
    MS(1_000_000, "ms", "ms"),
    /** Microseconds. */
    US(1_000, "u", "us"),
    /** Nanoseconds. */
    NS(1, "n", "ns");

    private final long nanos;
    private final String v1Name;
    private final String v2Name;

    Precision(long nanos, String v1Name, String v2Name) {
        this.nanos = nanos;
        this.v1Name = v1Name;
        this.v2Name = v2Name;
    }

    /** Length of the unit in nanoseconds. */
    public long nanos() {
        return nanos;
    }

    /** The name that an endpoint knows: 1.6.7 reads any name it does not know as nanoseconds, silently. */
    String name(WriteApi api) {
        return switch (api) {
            case V1 -> v1Name;
            case V2 -> v2Name;
        };
    }

    /** Nanoseconds since the epoch in this unit, rounded half to even. */
    public long round(long timeNs) {
        return nanos == 1 ? timeNs : Rounding.halfEven(timeNs, nanos);
    }
}
