package org.lsst.efd.connect.influxdb.write;

/** The write endpoints. */
public enum WriteApi {
    /** {@code /write} of 1.x, also answered by 2.x and 3.x. */
    V1,
    /** {@code /api/v2/write} of 2.x, also answered by 1.8. */
    V2
}
