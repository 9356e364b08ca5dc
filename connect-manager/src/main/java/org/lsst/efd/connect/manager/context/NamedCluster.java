package org.lsst.efd.connect.manager.context;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A named cluster: settings by the names of the options they stand for, and variables for files.
 *
 * @param settings {@code connect}, {@code broker}, {@code kafka-config}, {@code rest-user}, {@code rest-password}, {@code
 *     rest-ca}, {@code rest-cert}, {@code rest-key}, {@code kafka-username}, {@code kafka-password}, {@code output}
 * @param variables for the files of this cluster
 */
public record NamedCluster(Map<String, String> settings, Map<String, String> variables) {
    public NamedCluster {
        settings = Collections.unmodifiableMap(new TreeMap<>(settings));
        variables = Collections.unmodifiableMap(new TreeMap<>(variables));
    }

    /** A cluster nothing is known about. */
    public static NamedCluster unknown() {
        return new NamedCluster(Map.of(), Map.of());
    }
}
