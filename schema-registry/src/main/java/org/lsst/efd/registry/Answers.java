package org.lsst.efd.registry;

import java.time.Duration;
import org.lsst.efd.registry.Outcome.Absent;
import org.lsst.efd.registry.Outcome.Missing;
import org.lsst.efd.registry.Outcome.Refusal;
import org.lsst.efd.registry.Outcome.Refused;
import org.lsst.efd.registry.Outcome.Unavailable;

/**
 * What an answer other than 2xx means, by its status and the registry's own code, never by its words.
 *
 * <p>The codes are those of the REST API of Confluent's Schema Registry.
 */
final class Answers {
    private Answers() {}

    /** The outcome that an answer stands for. */
    static <T> Outcome<T> outcome(RegistryFailure failure, Duration retryAfter) {
        int status = failure.status();
        if (status == 408 || status == 429 || status >= 500) {
            return new Unavailable<>(failure, new RegistryAway(failure), retryAfter);
        }
        if (status == 404) {
            return notFound(failure);
        }
        return new Refused<>(refusal(status, failure.code()), failure);
    }

    private static <T> Outcome<T> notFound(RegistryFailure failure) {
        return switch (failure.code()) {
            // also when it was softly deleted already
            case 40401, 40404 -> new Absent<>(Missing.SUBJECT, failure);
            case 40402, 40406 -> new Absent<>(Missing.VERSION, failure);
            case 40403 -> new Absent<>(Missing.SCHEMA, failure);
            case 40408 -> new Absent<>(Missing.SUBJECT_COMPATIBILITY, failure);
            case 40409 -> new Absent<>(Missing.SUBJECT_MODE, failure);
            // hard deletion of what was not softly deleted first
            case 40405, 40407 -> new Refused<>(Refusal.NOT_PERMITTED, failure);
            default -> new Refused<>(Refusal.NO_REGISTRY, failure);
        };
    }

    private static Refusal refusal(int status, int code) {
        return switch (status) {
            case 401, 403, 407 -> Refusal.NOT_AUTHORIZED;
            case 409 -> Refusal.INCOMPATIBLE;
            case 413 -> Refusal.INVALID;
            // 42206: another schema refers to what should be deleted
            case 422 -> code == 42205 || code == 42206 ? Refusal.NOT_PERMITTED : Refusal.INVALID;
            default -> Refusal.OTHER;
        };
    }
}
