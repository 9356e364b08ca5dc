package org.lsst.efd.connect.replication.schema;

import org.lsst.efd.registry.Outcome;

/** Why the target has no schema for an id now. */
final class Unresolved extends Exception {
    private static final long serialVersionUID = 1;

    /** What is to be done about it. */
    enum Kind {
        /** Wait for the schema. */
        UNKNOWN,
        /** Wait for the registry. */
        UNAVAILABLE,
        /** Tell a person. */
        CONFLICT
    }

    private final Kind kind;

    Unresolved(Kind kind, String reason) {
        super(reason);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }

    String reason() {
        return String.valueOf(getMessage());
    }

    /** What was found, or why not: what a registry does not hold is unknown, what it refuses is a conflict. */
    static <T> T valueOf(Outcome<T> outcome) throws Unresolved {
        if (outcome instanceof Outcome.Found<T> found) {
            return found.value();
        }
        throw of(outcome);
    }

    static Unresolved of(Outcome<?> outcome) {
        if (outcome instanceof Outcome.Absent<?> absent) {
            return new Unresolved(Kind.UNKNOWN, absent.failure().toString());
        }
        if (outcome instanceof Outcome.Refused<?> refused) {
            return new Unresolved(Kind.CONFLICT, refused.failure().toString());
        }
        if (outcome instanceof Outcome.Unavailable<?> unavailable) {
            return new Unresolved(Kind.UNAVAILABLE, unavailable.failure().toString());
        }
        throw new IllegalStateException("something was found");
    }
}
