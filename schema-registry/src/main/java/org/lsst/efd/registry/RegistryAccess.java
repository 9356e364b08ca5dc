package org.lsst.efd.registry;

import java.time.Clock;

/** What clients of equal options may share: the way to the registry and what is remembered of it. */
record RegistryAccess(RestTransport transport, RegistryCaches caches) {
    static RegistryAccess of(RegistryOptions options, Clock clock, Sleeper sleeper) {
        return new RegistryAccess(
                new RestTransport(options, clock, sleeper), new RegistryCaches(options.caches(), clock));
    }
}
