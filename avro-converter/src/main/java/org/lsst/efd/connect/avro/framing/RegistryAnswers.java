package org.lsst.efd.connect.avro.framing;

import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.lsst.efd.registry.Outcome;

/** What an answer of the registry means for a record. */
final class RegistryAnswers {
    private RegistryAnswers() {}

    /**
     * The value, if there is one.
     *
     * @param context what was asked for and why, for the error
     * @throws DataException if it is absent or can never be used
     * @throws RetriableException if the registry is away
     * @throws ConnectException if the registry refuses to answer
     */
    static <T> T require(Outcome<T> outcome, String context) {
        if (outcome instanceof Outcome.Found<T> found) {
            return found.value();
        }
        if (outcome instanceof Outcome.Absent<T> absent) {
            throw new DataException(context + ": " + absent.failure());
        }
        if (outcome instanceof Outcome.Unavailable<T> away) {
            throw new RetriableException(context + ": the registry is away: " + away.failure(), away.cause());
        }
        if (outcome instanceof Outcome.Refused<T> refused) {
            String text = context + ": " + refused.failure();
            throw switch (refused.reason()) {
                case INCOMPATIBLE, INVALID, NOT_PERMITTED, UNUSABLE_SCHEMA -> new DataException(text);
                case NOT_AUTHORIZED, NOT_SUPPORTED, OTHER -> new ConnectException(text);
            };
        }
        throw new IllegalStateException(context);
    }
}
