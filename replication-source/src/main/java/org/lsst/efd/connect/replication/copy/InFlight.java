package org.lsst.efd.connect.replication.copy;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Bytes that Connect has got and not delivered yet. A task that reads faster than its producer sends would fill the
 * producer's buffer: then each record waits for a place, and all that is on its way has left the processor's caches when
 * its turn comes.
 *
 * <p>Thread-safe: one thread hands over and waits, others tell what has arrived.
 */
public final class InFlight {
    /** Nothing limits what may be handed over. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    /** Of a record beside its key and value, with what Connect and the producer keep of it. */
    private static final long RECORD_BYTES = 500;

    private static final long NEVER = -1;

    private final long maxBytes;
    private final AtomicLong handedBytes = new AtomicLong();
    private final AtomicLong deliveredBytes = new AtomicLong();
    private volatile boolean isAwaited;
    private long stalledAtBytes = NEVER;

    /** Nothing is on its way, and about so much may be. */
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
        return RECORD_BYTES
                + (record instanceof CopiedRecord copied
                        ? copied.dataBytes()
                        : CopiedRecord.lengthOf(record.key()) + CopiedRecord.lengthOf(record.value()));
    }

    private long bytes() {
        return handedBytes.get() - deliveredBytes.get();
    }

    private boolean hasRoom() {
        return bytes() <= maxBytes / 2;
    }

    /**
     * Waits until half of what may be on its way has arrived. Connect may tell of arrivals at the end of a transaction only:
     * where all has arrived, the next may be of any size; where nothing arrives during a whole wait, none is waited for until
     * something does.
     *
     * @return how many bytes may be handed over; 0 for none yet
     */
    public synchronized long awaitRoom(long limitMs) throws InterruptedException {
        long before = deliveredBytes.get();
        if (before != stalledAtBytes) {
            await(limitMs);
            if (limitMs > 0 && !hasRoom() && deliveredBytes.get() == before) {
                stalledAtBytes = before;
            }
        }
        if (bytes() == 0) {
            return UNLIMITED;
        }
        return hasRoom() || deliveredBytes.get() == stalledAtBytes ? maxBytes / 2 : 0;
    }

    private void await(long limitMs) throws InterruptedException {
        long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMs);
        isAwaited = true;
        for (long leftNs = endNs - System.nanoTime(); !hasRoom() && leftNs > 0; leftNs = endNs - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, leftNs);
        }
        isAwaited = false;
    }
}
