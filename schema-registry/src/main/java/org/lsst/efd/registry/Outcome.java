package org.lsst.efd.registry;

import java.time.Duration;
import java.util.function.Function;

/**
 * What came of a request to a registry.
 *
 * <p>{@link Absent} may turn into {@link Found} when somebody registers the schema; {@link Unavailable} may turn into
 * anything when the registry is back; {@link Refused} stays until a person changes something.
 *
 * @param <T> what was asked for
 */
public sealed interface Outcome<T> {
    /** The registry answered with it. */
    record Found<T>(T value) implements Outcome<T> {}

    /** The registry answered that it does not hold it. */
    record Absent<T>(Missing what, RegistryFailure failure) implements Outcome<T> {}

    /** The registry, or something in front of it, refused the request; asking again does not help. */
    record Refused<T>(Refusal reason, RegistryFailure failure) implements Outcome<T> {}

    /**
     * No usable answer: no connection, a timeout, 408, 429, 5xx, or bytes that are not the registry's.
     *
     * @param cause what went wrong, without credentials; an {@link InterruptedException} where the thread was
     *     interrupted (its flag is set again)
     * @param retryAfter how long the registry asked to be left alone, zero where it did not
     */
    record Unavailable<T>(RegistryFailure failure, Exception cause, Duration retryAfter) implements Outcome<T> {
        /** Whether there is no answer because the asking thread was interrupted. */
        public boolean isInterrupted() {
            return cause instanceof InterruptedException;
        }
    }

    /** What a registry does not hold. */
    enum Missing {
        SUBJECT,
        VERSION,
        /** The id, or the schema under the subject in a look-up. */
        SCHEMA,
        /** No compatibility is set for the subject: that of the registry holds. */
        SUBJECT_COMPATIBILITY,
        /** No mode is set for the subject: that of the registry holds. */
        SUBJECT_MODE
    }

    /** Why a request was refused. */
    enum Refusal {
        /** 401 or 403: wrong or missing credentials, or no right to do this. */
        NOT_AUTHORIZED,
        /** 409: the schema is not compatible with earlier versions, or an id or version is taken. */
        INCOMPATIBLE,
        /** 422: the schema, version, compatibility or mode is not valid, or too large. */
        INVALID,
        /** 42205: the mode of the subject or registry forbids it. */
        NOT_PERMITTED,
        /**
         * 404 without a code of the registry's, 405, 501, or a 2xx that is not the API's: there is no registry under this
         * URL, or it does not know this operation.
         */
        NOT_SUPPORTED,
        /** The schema cannot be used here: not Avro, not parseable, or its references go in a circle. */
        UNUSABLE_SCHEMA,
        /** Any other 4xx, or a redirect. */
        OTHER
    }

    /** The same outcome with the value changed, if there is one. */
    default <U> Outcome<U> map(Function<? super T, ? extends U> change) {
        return then(value -> new Found<>(change.apply(value)));
    }

    /** The outcome of the next request if this one found something, else this one. */
    default <U> Outcome<U> then(Function<? super T, ? extends Outcome<U>> next) {
        if (this instanceof Found<T> found) {
            return next.apply(found.value());
        }
        return withoutValue();
    }

    /**
     * The same outcome with another type of the value it does not have.
     *
     * @throws IllegalStateException if it has one
     */
    default <U> Outcome<U> withoutValue() {
        if (this instanceof Absent<T> absent) {
            return new Absent<>(absent.what(), absent.failure());
        }
        if (this instanceof Refused<T> refused) {
            return new Refused<>(refused.reason(), refused.failure());
        }
        if (this instanceof Unavailable<T> unavailable) {
            return new Unavailable<>(unavailable.failure(), unavailable.cause(), unavailable.retryAfter());
        }
        throw new IllegalStateException("has a value");
    }
}
