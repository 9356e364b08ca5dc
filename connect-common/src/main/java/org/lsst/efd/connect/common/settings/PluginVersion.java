package org.lsst.efd.connect.common.settings;

/** The version that a plugin tells Connect. */
public final class PluginVersion {
    private PluginVersion() {}

    /** The version in the manifest of the JAR that holds this class; {@code development} outside one. */
    public static String of(Class<?> plugin) {
        String version = plugin.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
