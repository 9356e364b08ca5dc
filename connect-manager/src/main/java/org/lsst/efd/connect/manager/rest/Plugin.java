package org.lsst.efd.connect.manager.rest;

/**
 * A plugin that a worker has installed.
 *
 * @param className fully qualified
 * @param type {@code sink}, {@code source}, {@code converter}, …
 * @param version as the plugin reports it, empty where it reports none
 */
public record Plugin(String className, String type, String version) {
    /** Whether a configuration that names this class, fully or by one of Connect's aliases, means this plugin. */
    public boolean isMeantBy(String name) {
        String simple = className.substring(className.lastIndexOf('.') + 1);
        return name.equals(className)
                || name.equals(simple)
                || (simple.endsWith("Connector") && name.equals(simple.substring(0, simple.length() - 9)));
    }
}
