package org.lsst.efd.connect.influxdb.lanes;

import java.time.Duration;
import org.apache.kafka.connect.errors.ConnectException;
import org.lsst.efd.connect.common.errors.Bisection;
import org.lsst.efd.connect.common.retry.Attempts;
import org.lsst.efd.connect.influxdb.write.RejectionKind;
import org.lsst.efd.connect.influxdb.write.WriteConnection;
import org.lsst.efd.connect.influxdb.write.WriteOutcome;
import org.lsst.efd.connect.influxdb.write.WriteOutcome.Misconfigured;
import org.lsst.efd.connect.influxdb.write.WriteOutcome.Refused;
import org.lsst.efd.connect.influxdb.write.WriteOutcome.Rejected;
import org.lsst.efd.connect.influxdb.write.WriteOutcome.TooLarge;
import org.lsst.efd.connect.influxdb.write.WriteOutcome.Unavailable;
import org.lsst.efd.connect.influxdb.write.WriteOutcome.Written;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the batches of one lane, one request at a time, until each line is stored or known to be bad.
 *
 * <ol>
 *   <li>Lines of equal series and time reach the server in the order of the lane, also where a request is repeated: the
 *       later one wins.
 *   <li>A line is settled once: after it the record is stored, or handed over as bad.
 *   <li>Nothing is skipped: what cannot be settled fails the task.
 * </ol>
 */
final class Sender implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);
    private static final int CHECK_AFTER_ERRORS = 3;
    private static final int MISCONFIGURED_REPEATS = 3;
    private static final long MISCONFIGURED_PAUSE_MS = 5000;
    private static final Duration PREPARE_CHECK = Duration.ofMillis(200);

    private final Lane lane;
    private final WriteConnection connection;
    private final String target;
    private final TargetCheck check;
    private final ByteCap cap;
    private final Fate fate;
    private final LaneCounts counts;
    private final Attempts attempts;
    private final Suspects suspects = new Suspects();
    private int misconfigured;
    private int internalErrors;

    Sender(
            Lane lane,
            WriteConnection connection,
            Target target,
            ByteCap cap,
            Fate fate,
            LaneCounts counts,
            Attempts attempts) {
        this.lane = lane;
        this.connection = connection;
        this.target = target.name();
        this.check = target.check();
        this.cap = cap;
        this.fate = fate;
        this.counts = counts;
        this.attempts = attempts;
    }

    @Override
    public void run() {
        try (connection) {
            while (!check.awaitPrepared(PREPARE_CHECK)) {
                if (lane.isClosed()) {
                    return;
                }
            }
            for (Batch batch = lane.take(); batch != null; batch = lane.take()) {
                counts.batch(batch.buffer().size(), batch.count());
                if (!deliver(batch)) {
                    return;
                }
                lane.release(batch);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (ConnectException failure) {
            fate.failed(failure);
        } catch (RuntimeException | Error defect) {
            fate.failed(new ConnectException("Sending to " + target + " failed", defect));
        }
    }

    /** Sends until every line is settled; returns false when the lane was closed before. */
    private boolean deliver(Batch batch) throws InterruptedException {
        Bisection bisection = suspects.arrange(batch);
        while (!bisection.isDone()) {
            if (lane.dropDiscarded(batch)) {
                bisection = suspects.arrange(batch);
                continue;
            }
            Bisection.Range range = bisection.next();
            if (range.count() > 1 && batch.bytes(range) > cap.bytes()) {
                bisection.halve();
                continue;
            }
            if (!apply(send(batch, range), batch, bisection)) {
                return false;
            }
        }
        return true;
    }

    private WriteOutcome send(Batch batch, Bisection.Range range) {
        int length = batch.bytes(range);
        long beganNs = System.nanoTime();
        WriteOutcome outcome = connection.write(batch.buffer().array(), batch.start(range.begin()), length);
        counts.request(length, System.nanoTime() - beganNs);
        return outcome;
    }

    /** Does what an outcome asks for; returns false when the lane is closed. */
    private boolean apply(WriteOutcome outcome, Batch batch, Bisection bisection) throws InterruptedException {
        if (outcome instanceof Unavailable away) {
            return waitFor(away);
        } else if (outcome instanceof Misconfigured wrong) {
            return waitFor(wrong);
        } else if (outcome instanceof Refused refused) {
            throw new ConnectException(target + " is no write endpoint: " + refused.reason());
        }
        answered();
        Bisection.Range range = bisection.next();
        if (outcome instanceof Written) {
            for (int line = range.begin(); line < range.end(); line++) {
                suspects.stored(batch.record(line));
                batch.settle(line);
            }
            counts.stored(range.count());
            bisection.settled(false);
        } else if (outcome instanceof Rejected rejected) {
            refused(batch, bisection, rejected);
        } else if (outcome instanceof TooLarge tooLarge) {
            cap.tooLarge(batch.bytes(range));
            refused(batch, bisection, new Rejected(tooLarge.reason(), RejectionKind.SIZE, 0));
        }
        return true;
    }

    private void refused(Batch batch, Bisection bisection, Rejected why) {
        Bisection.Range range = bisection.next();
        boolean isEach = range.count() == 1 || (why.dropped() == range.count() && Suspects.isOneSource(batch, range));
        if (!isEach) {
            counts.bisection();
            bisection.refused();
            return;
        }
        for (int line = range.begin(); line < range.end(); line++) {
            suspects.refused(batch.record(line));
            batch.settle(line);
            fate.rejected(batch.record(line), batch.custody(), why.kind(), why.reason());
        }
        bisection.settled(true);
    }

    private void answered() {
        if (attempts.failures() > 0) {
            LOG.info("{} takes writes again after {} failures", target, attempts.failures());
        }
        attempts.succeeded();
        misconfigured = 0;
        internalErrors = 0;
    }

    private boolean waitFor(Unavailable away) throws InterruptedException {
        if (lane.isClosed()) {
            return false;
        }
        internalErrors = away.isInternalError() ? internalErrors + 1 : 0;
        if (internalErrors >= CHECK_AFTER_ERRORS && check.isTargetMissing()) {
            throw new ConnectException(target + " does not exist on the server: " + away.reason());
        }
        long nowMs = System.nanoTime() / 1_000_000;
        attempts.failedAndAskedToWait(nowMs, away.retryAfter().toMillis());
        if (attempts.areSpent()) {
            throw new ConnectException(
                    target + " did not take a write in " + attempts.failures() + " attempts: " + away.reason());
        }
        if (attempts.failures() == 1) {
            LOG.warn("{} is away, trying again: {}", target, away.reason());
        }
        counts.retry();
        return pause(attempts.waitMs(nowMs));
    }

    private boolean waitFor(Misconfigured wrong) throws InterruptedException {
        if (misconfigured++ >= MISCONFIGURED_REPEATS) {
            throw new ConnectException(target + " does not take writes: " + wrong.reason());
        }
        LOG.warn("{} does not take writes, trying again in {} ms: {}", target, MISCONFIGURED_PAUSE_MS, wrong.reason());
        counts.retry();
        return pause(MISCONFIGURED_PAUSE_MS);
    }

    private boolean pause(long ms) throws InterruptedException {
        counts.waits(true);
        try {
            return lane.pause(ms);
        } finally {
            counts.waits(false);
        }
    }
}
