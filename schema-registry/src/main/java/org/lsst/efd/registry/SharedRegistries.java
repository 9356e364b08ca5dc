package org.lsst.efd.registry;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/** The connections and caches in use, one for each set of options, with the number of their users. Thread-safe. */
final class SharedRegistries {
    private static final Map<RegistryOptions, InUse> IN_USE = new HashMap<>();

    private SharedRegistries() {}

    private static final class InUse {
        final RegistryAccess access;
        int users;

        InUse(RegistryAccess access) {
            this.access = access;
        }
    }

    static synchronized RegistryAccess take(RegistryOptions options) {
        InUse inUse = IN_USE.get(options);
        if (inUse == null) {
            inUse = new InUse(RegistryAccess.of(options, Clock.systemUTC(), Sleeper.REAL));
            IN_USE.put(options, inUse);
        }
        inUse.users++;
        return inUse.access;
    }

    static synchronized void giveBack(RegistryOptions options) {
        InUse inUse = IN_USE.get(options);
        if (inUse != null && --inUse.users == 0) {
            IN_USE.remove(options);
        }
    }
}
