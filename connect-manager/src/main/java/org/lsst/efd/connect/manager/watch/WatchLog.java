package org.lsst.efd.connect.manager.watch;

/** Takes one line per action. */
public interface WatchLog {
    /** How much a line matters. */
    enum Level {
        INFO,
        WARN,
        ERROR
    }

    /**
     * Writes one line.
     *
     * @param action what was done: {@code restart}, {@code create}, …
     * @param connector it was done to, empty where it concerns all
     */
    void line(Level level, String action, String connector, String message);
}
