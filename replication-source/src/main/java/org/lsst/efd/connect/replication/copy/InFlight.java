package org.lsst.efd.connect.replication.copy;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that Connect has got and not delivered yet. A task that reads faster than its producer sends would fill the
 * producer's buffer: then each record waits for a place, and all of them live long enough to be moved by the garbage
 * collector.
 *
 * <p>Thread-safe: one thread hands over and waits, others tell what has arrived.
 */
public final class InFlight {
    /** Of a record beside its key and value, with what Connect and the producer keep of it. */
    private static final long RECORD_BYTES = 500;

    private static final long NEVER = -1;

    private final long maxBytes;
    private final AtomicLong handedBytes = new AtomicLong();
    private final AtomicLong deliveredBytes = new AtomicLong();
    private volatile boolean isAwaited;
    private long stalledAtBytes = NEVER;

    /** Nothing is on its way; there is room while no more than this is. */
    public InFlight(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Connect gets these records. */
    public void handed(List<SourceRecord> records) {
        long bytes = 0;
        for (SourceRecord record : records) {
            bytes += sizeOf(record);
        }
        handedBytes.addAndGet(bytes);
    }

    /** A record has arrived, or was left out by Connect. */
    public void delivered(SourceRecord record) {
        deliveredBytes.addAndGet(sizeOf(record));
        if (isAwaited && hasRoom()) {
            synchronized (this) {
                notifyAll();
            }
        }
    }

    private static long sizeOf(SourceRecord record) {
        return RECORD_BYTES + lengthOf(record.key()) + lengthOf(record.value());
    }

    private static int lengthOf(@Nullable Object data) {
        return data instanceof byte[] bytes ? bytes.length : 0;
    }

    private boolean hasRoom() {
        return handedBytes.get() - deliveredBytes.get() <= maxBytes;
    }

    /**
     * Waits until there is room. Connect may tell of arrivals at the end of a long transaction only: where nothing arrives
     * during a whole wait, none is waited for until something does.
     *
     * @return whether more should be handed over
     */
    public synchronized boolean awaitRoom(long limitMs) throws InterruptedException {
        long before = deliveredBytes.get();
        if (hasRoom() || before == stalledAtBytes) {
            return true;
        }
        if (limitMs <= 0) {
            return false;
        }
        long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMs);
        isAwaited = true;
        for (long leftNs = endNs - System.nanoTime(); !hasRoom() && leftNs > 0; leftNs = endNs - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, leftNs);
        }
        isAwaited = false;
        if (deliveredBytes.get() == before) {
            stalledAtBytes = before;
            return true;
        }
        return hasRoom();
    }
}
