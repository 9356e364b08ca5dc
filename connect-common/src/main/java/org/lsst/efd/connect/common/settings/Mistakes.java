package org.lsst.efd.connect.common.settings;

/** Where a rule over several settings tells what is wrong. */
@FunctionalInterface
public interface Mistakes {
    /**
     * Tells one mistake.
     *
     * @param setting the setting whose value should be changed
     * @param text what is wrong and what to write instead; no secrets
     */
    void on(Setting<?> setting, String text);
}
