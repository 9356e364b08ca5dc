package org.lsst.efd.connect.replication.offset;

/**
 * How far the records of one partition have arrived at the target, so that their position is stored, since it was begun or
 * its history was found to be another. One thread at a time tells, others may look.
 */
public final class Delivery {
    private volatile long next;

    /** Nothing but what was stored before. */
    public Delivery(long stored) {
        this.next = stored;
    }

    /** A record whose position is this has arrived, or what lies before it needs not. */
    public void reached(long offset) {
        if (offset > next) {
            next = offset;
        }
    }

    /** The greatest position that is stored, or will be with the next commit; negative if none is. */
    public long next() {
        return next;
    }
}
