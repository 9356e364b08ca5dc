package org.lsst.efd.registry;

import java.io.IOException;

/** The cause of {@link Outcome.Unavailable} where the registry did answer: 408, 429 or 5xx. */
public final class RegistryAway extends IOException {
    private static final long serialVersionUID = 1;

    RegistryAway(RegistryFailure failure) {
        super(failure.toString());
    }
}
