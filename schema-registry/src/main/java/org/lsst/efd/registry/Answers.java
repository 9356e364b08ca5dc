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
        return switch (failure.code()) {
            // 40404, 40406: softly deleted already
            case 40401, 40404 -> new Absent<>(Missing.SUBJECT, failure);
            case 40402, 40406 -> new Absent<>(Missing.VERSION, failure);
            case 40403 -> new Absent<>(Missing.SCHEMA, failure);
            case 40408 -> new Absent<>(Missing.SUBJECT_COMPATIBILITY, failure);
            case 40409 -> new Absent<>(Missing.SUBJECT_MODE, failure);
            // 40405, 40407: must be softly deleted first; Apicurio's registry says so with a 409
            // 42206: another schema refers to what should be deleted
            case 40405, 40407, 42205, 42206 -> new Refused<>(Refusal.NOT_PERMITTED, failure);
            default -> byStatus(failure, retryAfter);
        };
    }

    private static <T> Outcome<T> byStatus(RegistryFailure failure, Duration retryAfter) {
        return switch (failure.status()) {
            case 401, 403, 407 -> new Refused<>(Refusal.NOT_AUTHORIZED, failure);
            case 404, 405, 501 -> new Refused<>(Refusal.NOT_SUPPORTED, failure);
            case 409 -> new Refused<>(Refusal.INCOMPATIBLE, failure);
            case 413, 422 -> new Refused<>(Refusal.INVALID, failure);
            case 408, 429 -> new Unavailable<>(failure, new RegistryAway(failure), retryAfter);
            default ->
                failure.status() >= 500
                        ? new Unavailable<>(failure, new RegistryAway(failure), retryAfter)
                        : new Refused<>(Refusal.OTHER, failure);
        };
    }
}
