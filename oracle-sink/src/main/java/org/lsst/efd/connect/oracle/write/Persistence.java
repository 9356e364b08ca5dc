package org.lsst.efd.connect.oracle.write;

import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.kafka.connect.errors.ConnectException;
import org.lsst.efd.connect.common.retry.Attempts;
import org.lsst.efd.connect.oracle.dialect.FailureKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries something until it succeeds, the writer stops, or there is no hope. What an attempt has begun is undone before the
 * next; messages name the code of a failure, never the text of the driver, which may hold values of rows. Of the writer's
 * thread.
 */
final class Persistence {
    private static final Logger LOG = LoggerFactory.getLogger(Persistence.class);
    private static final int UNKNOWN_MAX = 3;

    private final WriterRules rules;
    private final WriteCounts counts;
    private final Clock clock;
    private final Owner owner;

    /** Whose attempts they are. */
    interface Owner {
        boolean isStopped();

        /** Whether the database does not take for now what it is given. */
        void setFailing(boolean isIt);

        /** Waits so long, or until it stops. */
        void pause(long ms);

        /** What there is of the database; empty until it was reached. */
        Optional<Database> database();
    }

    /** Something to try. */
    interface Attempt {
        void run() throws SQLException, InterruptedException;

        /** Told of a failure before the next attempt; whether that is to be made at once. */
        default boolean prepareNext(FailureKind kind) {
            return false;
        }
    }

    Persistence(WriterRules rules, WriteCounts counts, Clock clock, Owner owner) {
        this.rules = rules;
        this.counts = counts;
        this.clock = clock;
        this.owner = owner;
    }

    /**
     * Tries until it succeeds (true) or the owner stops (false).
     *
     * @throws ConnectException if trying again is useless, or was tried often enough
     */
    boolean attempt(String what, Attempt attempt) {
        Attempts attempts = rules.retries().newAttempts(new SplittableRandom());
        int unknown = 0;
        boolean isOperatorTold = false;
        while (!owner.isStopped()) {
            try {
                attempt.run();
                owner.setFailing(false);
                return true;
            } catch (InterruptedException stopped) {
                return false;
            } catch (SQLException failed) {
                FailureKind kind = rules.dialect().classify(failed);
                counts.failed(kind);
                undo(kind);
                if (attempt.prepareNext(kind)) {
                    continue;
                }
                unknown += kind == FailureKind.UNKNOWN ? 1 : 0;
                attempts.failed(clock.millis());
                if (isHopeless(kind) || unknown >= UNKNOWN_MAX || attempts.areSpent()) {
                    throw new ConnectException(
                            what + doing() + " failed: " + kind + ", "
                                    + rules.dialect().describe(failed),
                            secretless(failed));
                }
                isOperatorTold = tell(what, kind, failed, isOperatorTold, attempts);
                owner.setFailing(true);
                owner.pause(
                        kind == FailureKind.OPERATOR
                                ? rules.retries().backoffMax().toMillis()
                                : attempts.waitMs(clock.millis()));
            } catch (RuntimeException fatal) {
                undo(FailureKind.UNKNOWN);
                throw fatal;
            }
        }
        return false;
    }

    private static boolean isHopeless(FailureKind kind) {
        return kind == FailureKind.CONFIG || kind == FailureKind.SCHEMA || TableWriter.isOfRows(kind);
    }

    private void undo(FailureKind kind) {
        owner.database().ifPresent(database -> database.transactions().undo(kind));
    }

    /** What it was at, for messages. */
    private String doing() {
        return owner.database()
                .map(known -> " (" + known.transactions().doing() + ")")
                .orElse("");
    }

    /** The text of a driver's exception may hold values of rows. */
    private static Exception secretless(SQLException failed) {
        ConnectException trace = new ConnectException(failed.getClass().getName());
        trace.setStackTrace(failed.getStackTrace());
        return trace;
    }

    private boolean tell(String what, FailureKind kind, SQLException failed, boolean isTold, Attempts attempts) {
        if (kind == FailureKind.OPERATOR && !isTold) {
            LOG.error(
                    "{} needs a person ({}: {}); trying again until then",
                    rules.dialect().name(),
                    what,
                    rules.dialect().describe(failed));
        } else if (attempts.failures() == 1) {
            LOG.warn(
                    "{} is not available ({}: {}, {}); trying again",
                    rules.dialect().name(),
                    what,
                    kind,
                    rules.dialect().describe(failed));
        }
        return isTold || kind == FailureKind.OPERATOR;
    }
}
