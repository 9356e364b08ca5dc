package org.lsst.efd.connect.parquet.rows;

/** Counts the heap that the columns of one buffer have allocated, in bytes. Not thread-safe. */
final class HeapMeter {
    private long bytes;

    void add(long more) {
        bytes += more;
    }

    long bytes() {
        return bytes;
    }
}
