package org.lsst.efd.connect.influxdb.lanes;

import java.util.concurrent.atomic.AtomicInteger;

/** The largest request the server is known to take; all lanes of a task share it. Thread-safe. */
final class ByteCap {
    private final AtomicInteger bytes = new AtomicInteger(Integer.MAX_VALUE);

    int bytes() {
        return bytes.get();
    }

    /** A request of this size was too large. */
    void tooLarge(int size) {
        bytes.accumulateAndGet(Math.max(1, size / 2), Math::min);
    }
}
