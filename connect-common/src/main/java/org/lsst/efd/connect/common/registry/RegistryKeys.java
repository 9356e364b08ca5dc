package org.lsst.efd.connect.common.registry;

/** Where the settings of a registry stand in a configuration. */
final class RegistryKeys {
    private static final String NAMESPACE = "schema.registry.";

    private final String prefix;
    private final boolean isConfluents;

    private RegistryKeys(String prefix, boolean isConfluents) {
        this.prefix = prefix;
        this.isConfluents = isConfluents;
    }

    /** As Confluent's serialisers and converters name them: some in their namespace, most outside. */
    static RegistryKeys confluents() {
        return new RegistryKeys("", true);
    }

    /** All in the namespace behind a prefix. */
    static RegistryKeys under(String prefix) {
        return new RegistryKeys(prefix, false);
    }

    /** The key of what is in the namespace everywhere. */
    String inNamespace(String name) {
        return prefix + NAMESPACE + name;
    }

    /** The key of what Confluent has outside of the namespace. */
    String of(String name) {
        return isConfluents ? name : inNamespace(name);
    }
}
