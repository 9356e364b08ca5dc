package org.lsst.efd.connect.influxdb.lanes;

import java.time.Duration;

/** What the senders ask about the database. Thread-safe. */
public interface TargetCheck {
    /** Waits until the database is prepared, at most so long, and says whether it is. */
    boolean awaitPrepared(Duration limit) throws InterruptedException;

    /** Whether the server says that the database or the policy does not exist; false where it does not say. */
    boolean isTargetMissing();
}
