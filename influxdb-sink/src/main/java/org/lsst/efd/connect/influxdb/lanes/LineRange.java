package org.lsst.efd.connect.influxdb.lanes;

/**
 * Consecutive lines of a batch.
 *
 * @param begin first line
 * @param end line after the last
 */
record LineRange(int begin, int end) {
    int count() {
        return end - begin;
    }
}
